"""The read side of the delivery store over HTTP: lean views that hand out ready bytes."""
