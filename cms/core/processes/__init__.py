"""The processes of a running newsroom: supervisor, worker, scheduler, and their signs of life.

It knows how to start, watch and stop programs, and nothing about what they do.
"""
