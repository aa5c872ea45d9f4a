"""The one writer: its process, its steps, the ledger of IRIs, and taking out for good."""
