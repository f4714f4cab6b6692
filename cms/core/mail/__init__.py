"""The one way out for mail: rows written in the caller's transaction, sent by the worker.

Owns the outbox, the rendering, the transports and the retention. Knows nothing of why a
message is sent; callers name a template under ``templates/mail/``::

    mail.queue(template="sign_in_code", to=address, locale="fr",
               context={"name": name}, secrets={"code": code})
"""

from cms.core.mail.outbox import queue, queue_nothing

__all__ = ["queue", "queue_nothing"]
