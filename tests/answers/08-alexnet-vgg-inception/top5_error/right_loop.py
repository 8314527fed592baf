"""One image after the other."""


def top5_error(logits, y, k=5):
    if k < 1:
        raise ValueError(f"k is {k}")
    if len(y) == 0 or len(y) != len(logits):
        raise ValueError(f"{len(y)} labels for {len(logits)} images")
    wrong = 0
    for row, label in zip(logits.tolist(), y.tolist(), strict=True):
        others = [value for j, value in enumerate(row) if j != label]
        wrong += sum(value >= row[label] for value in others) >= k
    return wrong / len(y)
