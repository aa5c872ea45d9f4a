"""The commands of ``hansa``, grouped by whom they serve."""
