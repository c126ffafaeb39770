"""The process around the planner: console, folders, memory, a start that hangs, and the last resort.

What is set for a whole process (streams, hooks, limits) is set by the programs alone, in
:mod:`planner.__main__` and :mod:`planner.worker`; a library leaves its caller's process as it is.
"""
