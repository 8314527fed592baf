"""The exercises of each lesson, as data for `cnnlib.check`: oracle, cases, mistakes, hints.

>>> from cnnlib.exercises import lesson03
>>> lesson03.cross_correlate2d.points
6
"""
