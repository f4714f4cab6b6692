"""What ``make run`` does before and around the processes: one module a concern.

It puts together what the packages below offer, and owns no rules of its own.
"""
