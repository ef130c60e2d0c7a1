"""Small sites modelled on the first outlets, served on loopback: for the demo and for the tests.

Every text here is invented; only the wording patterns of what surrounds an article follow the outlets.
"""
