"""Every layer written out."""


def alexnet_table(side=227, grouped=True):
    if (side - 11) / 4 != (side - 11) // 4:
        raise ValueError("the side must be 11 and a multiple of 4")
    g = 2 if grouped else 1
    s1 = (side - 11) // 4 + 1
    s2 = (s1 - 3) // 2 + 1
    s3 = (s2 - 3) // 2 + 1
    s6 = (s3 - 3) // 2 + 1

    def conv(seen, out, kernel, s):
        weights = kernel**2 * seen * out
        return {"output": [out, s, s], "params": weights + out, "macs": weights * s**2}

    def dense(inputs, units):
        return {"output": [units], "params": inputs * units + units, "macs": inputs * units}

    return {
        "conv1": conv(3, 96, 11, s1),
        "conv2": conv(96 // g, 256, 5, s2),
        "conv3": conv(256, 384, 3, s3),
        "conv4": conv(384 // g, 384, 3, s3),
        "conv5": conv(384 // g, 256, 3, s3),
        "fc6": dense(256 * s6**2, 4096),
        "fc7": dense(4096, 4096),
        "fc8": dense(4096, 1000),
    }
