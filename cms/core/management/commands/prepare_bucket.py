"""Make the bucket that files are kept in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Make the bucket of ``S3_BUCKET`` when there is none, and let browsers use it."""

    help = (
        "Make the bucket named by S3_BUCKET when there is none, and set its CORS rules: any site "
        "may read what it has an address of, and pages of BASE_URL may send files."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the bucket and say what was done."""
        # It loads boto3, which nobody needs who keeps files in folders.
        from cms.core.s3_bucket import BucketUnusable, prepare_bucket  # noqa: PLC0415

        try:
            is_new = prepare_bucket()
        except BucketUnusable as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The bucket was made." if is_new else "The bucket was there already.")
        self.stdout.write("Its CORS rules are set.")
