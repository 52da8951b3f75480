"""Who hears of what: the signals that go from one part of the window to another."""

from specter2_gui.qt.composition import Composition


def connect(made: Composition) -> None:
    """Connect the parts of ``made``."""
    window, panels, shell = made.window, made.panels, made.shell
    _connect_files(made)
    made.curating.triplets_changed.connect(made.training.refresh)
    made.curating.triplets_changed.connect(made.expecting.triplets_changed)
    window.page_shown.connect(made.expecting.page_shown)
    shell.model_ready.connect(made.expecting.model_ready)
    made.training.task_changed.connect(made.tasks.show_training)
    made.tasks.changed.connect(window.status.tasks.show_tasks)
    window.status.tasks.cancel_asked.connect(made.tasks.cancel)
    window.status.tasks.pause_asked.connect(made.tasks.pause)
    made.gestures.refused.connect(shell.tell_refusal)
    made.gestures.changed.connect(shell.project_changed)
    made.gestures.changed.connect(made.projects.project_changed)
    made.gestures.changed.connect(made.embedding.project_changed)
    made.trainer.began.connect(made.embedding.make_way)
    shell.model_ready.connect(made.embedding.model_ready)
    made.models.in_use_changed.connect(made.embedding.model_changed)
    made.menus.new_project_asked.connect(made.projects.choose_new)
    made.menus.project_asked.connect(made.projects.choose)
    made.menus.archive_asked.connect(made.projects.choose_archive)
    made.menus.backup_asked.connect(made.projects.back_up)
    made.training.run_ended.connect(made.running.refresh)
    made.running.listed.connect(made.resuming.runs_listed)
    made.running.resume_asked.connect(made.resuming.resume)
    made.training.try_asked.connect(shell.search_with)
    made.running.use_asked.connect(shell.search_with)
    shell.run_chosen.connect(made.searching.use_run)
    made.training.backbone_changed.connect(made.models.use)
    made.models.chosen.connect(made.training.use_backbone)
    made.models.in_use_changed.connect(shell.show_model)
    panels.runs.train_asked.connect(shell.show_train)
    panels.train.curate_asked.connect(shell.show_curate)
    panels.train.train_asked.connect(window.notices.pass_on)
    for curves in (panels.train.curves, panels.runs.curves, panels.runs.both_curves):
        curves.refused.connect(shell.tell_error)
    panels.search.train_asked.connect(shell.show_train)
    panels.search.runs_asked.connect(shell.show_runs)
    panels.search.curate_asked.connect(shell.show_curate)
    made.background.refused.connect(shell.tell_error)
    made.background.faulted.connect(shell.tell_fault)
    made.menus.scheme_asked.connect(shell.use_scheme)
    shell.scheme_changed.connect(made.menus.show_scheme)


def _connect_files(made: Composition) -> None:
    home, shell, curating = made.panels.home, made.shell, made.curating
    home.open_asked.connect(shell.show_curate)
    home.open_asked.connect(curating.choose_file)
    home.sample_asked.connect(shell.show_curate)
    home.sample_asked.connect(curating.load_sample)
    home.make_asked.connect(shell.show_curate)
    home.make_asked.connect(curating.actions["add"].trigger)
    home.recent_asked.connect(shell.show_curate)
    home.recent_asked.connect(curating.load)
    made.menus.sample_asked.connect(shell.show_curate)
    made.menus.sample_asked.connect(curating.load_sample)
    curating.actions["load"].triggered.connect(shell.show_curate)
    curating.actions["add"].triggered.connect(shell.show_curate)
    curating.file_loaded.connect(shell.file_loaded)
