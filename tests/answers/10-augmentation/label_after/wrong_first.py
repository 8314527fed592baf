"""The first that is alike.

points: 0
says: the first picture that is alike enough
"""


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        a = transform(picture) < 128
        labels[name] = None
        for other, one in pictures.items():
            b = one < 128
            if (a & b).sum() / (a | b).sum() >= least:
                labels[name] = other
                break
    return labels
