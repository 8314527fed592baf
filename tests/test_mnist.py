"""The whole way on real data: load MNIST, train LeNet-5, evaluate. Only where MNIST is."""

import pytest

from cnnlib import datasets, models, training

EPOCHS, BATCH, RATE = 1, 64, 0.003


@pytest.mark.slow
@pytest.mark.skipif(not datasets.is_here("mnist"), reason="CNNLIB_DATA names no folder with MNIST")
def test_lenet5_when_trained_on_all_of_mnist_for_an_epoch_then_reads_it():
    import torch

    data = datasets.load("mnist", download=False)
    training.seed_everything(0)
    model = models.LeNet5()
    train = data.batches("train", BATCH, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters())
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, EPOCHS * len(train))
    training.fit(
        model,
        train,
        epochs=EPOCHS,
        optimizer=optimizer,
        scheduler=scheduler,
        step_scheduler="batch",
        device="cpu",
    )
    result = training.evaluate(model, data.batches("test", 500))
    assert result.count == 10_000
    assert result.accuracy >= 0.975
    print(f"after an epoch on 60,000 images: {result.accuracy:.2%} of 10,000")
