"""The moderation workflow: whoever may not publish asks the reviewers."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from accounts.services.role_specs import REVIEWER

WORKFLOW_NAME = "Editorial review"
TASK_NAME = "Review"
DEFAULT_WORKFLOW_NAME = "Moderators approval"


def set_up_workflow(homes: Iterable[Page]) -> Workflow:
    """Create what is missing; a home page with a workflow of its own keeps it."""
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if created or not workflow.workflow_tasks.exists():
        WorkflowTask.objects.create(workflow=workflow, task=_review_task(), sort_order=0)
    for page in homes:
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def retire_default_workflow() -> None:
    """Take the workflow of Wagtail's migrations out of use."""
    for workflow in Workflow.objects.filter(name=DEFAULT_WORKFLOW_NAME, active=True):
        workflow.deactivate()


def _review_task() -> GroupApprovalTask:
    task, _created = GroupApprovalTask.objects.get_or_create(name=TASK_NAME)
    task.groups.add(Group.objects.get_or_create(name=REVIEWER.name)[0])
    return task
