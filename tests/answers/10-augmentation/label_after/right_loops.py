"""Two loops, pixel by pixel."""


def _alike(first, second):
    both = some = 0
    for row, other in zip(first.tolist(), second.tolist(), strict=True):
        for a, b in zip(row, other, strict=True):
            both += a < 128 and b < 128
            some += a < 128 or b < 128
    return both / some


def label_after(pictures, transform, least=0.8):
    labels = dict.fromkeys(pictures)
    for name in pictures:
        changed, best = transform(pictures[name]), least - 1e-12
        for other, picture in pictures.items():
            if _alike(changed, picture) > best:
                labels[name], best = other, _alike(changed, picture)
    return labels
