"""Ask for everything that is derived from the masters that are there."""

from django.db import migrations


def request_derivatives(apps, schema_editor):
    """Queue the first step of every master; the scheduler wakes the workers."""
    asset_model = apps.get_model("videos", "VideoAsset")
    derivative_model = apps.get_model("videos", "Derivative")
    masters = asset_model.objects.exclude(master="").values_list("pk", "master")
    derivative_model.objects.bulk_create(
        (
            derivative_model(asset_id=pk, master=master, step="facts")
            for pk, master in masters.iterator(chunk_size=500)
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [("videos", "0007_derivatives")]

    operations = [migrations.RunPython(request_derivatives, migrations.RunPython.noop)]
