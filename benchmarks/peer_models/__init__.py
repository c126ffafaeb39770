"""Other routing engines, stated this project's instances as far as they can be; see ``benchmarks/peers.py``.

Peers are not dependencies of the project. The versions these files were written for:

    pip install pyvrp==0.14.1 ortools==9.15.6755 pyvroom==1.15.2 vrp-cli==1.22.1

Each ``*_model.py`` has the same five names: ``PACKAGE`` (on PyPI), ``STATEMENTS`` (what it can be stated),
``MOST_CHUNKS`` (more are not tried), ``MISSING`` (what it could not be stated, in words) and
``solve(statement, seconds, cores)``, which returns tours.
"""

PEERS = {
    "PyVRP": "peer_models.pyvrp_model",
    "OR-Tools": "peer_models.ortools_model",
    "VROOM": "peer_models.vroom_model",
    "vrp-cli": "peer_models.vrp_cli_model",
}  # imported when asked for: a peer that is not installed is skipped
