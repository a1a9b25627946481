"""Work on many machines: Celery over RabbitMQ, which is imported only where it was chosen."""
