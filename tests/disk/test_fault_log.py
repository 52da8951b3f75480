from specter2_gui.disk.fault_log import log_file, write_fault


def test_a_fault_is_written_with_its_frames_and_without_its_message() -> None:
    message = "what somebody searched for"
    try:
        raise KeyError(message)
    except KeyError as error:
        file = write_fault(error)
    assert file == log_file()
    text = file.read_text(encoding="utf-8")
    assert "test_fault_log.py" in text
    assert "KeyError" in text
    assert message not in text


def test_frames_from_elsewhere_are_appended() -> None:
    write_fault("first frames")
    text = write_fault("second frames").read_text(encoding="utf-8")
    assert "first frames" in text
    assert "second frames" in text
