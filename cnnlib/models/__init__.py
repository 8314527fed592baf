"""The networks of the course, each in a file that reads from top to bottom."""

from cnnlib.models.lenet import LeNet5, LeNet1989, LeNet1998

__all__ = ["LeNet5", "LeNet1989", "LeNet1998"]
