"""What things are: vocabulary files, IRIs and the plain values that travel between rooms."""
