"""The traffic light of a training: a sign, a headline and advice, never a colour alone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_XS
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

_ROLES = {"ready": "positive", "almost": "warning", "not ready": "negative"}


class TrafficLight(QFrame):
    """Shows how ready the triplets are; as long as they are not, a button leads to them."""

    curate_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trafficLight")
        set_kind(self, "card")
        self._sign = Sign()
        self.headline = QLabel()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.headline.setWordWrap(True)
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        set_kind(self.advice, "muted")
        self.button = push_button(self.tr("Go to Curate"), "curate", name="goToCurate")
        self.button.clicked.connect(self.curate_asked)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.headline, 0, 1)
        grid.addWidget(self.advice, 1, 1)
        grid.addWidget(self.button, 2, 1, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, level: str, headline: str, advice: str) -> None:
        """``level`` is ``ready``, ``almost`` or ``not ready``."""
        self._sign.show_icon(level, _ROLES[level])
        self._sign.setAccessibleName(level)
        self.headline.setText(headline)
        self.advice.setText(advice)
        self.button.setVisible(level == "not ready")
        self.setAccessibleName(f"{headline}. {advice}")
