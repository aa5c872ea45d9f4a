"""The reconciliation service: names of a spreadsheet to things of the graph, and their values.

It speaks the Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group, as
OpenRefine does; ``docs/reconcile.md`` describes it.
"""
