"""In capitals and with spaces."""

names = ("dead", "degraded", "skip", "paper", "alone", "thousand")
answers = dict(zip(names, "BDBCCD", strict=True))
answers["skip"] = " b "
