from streamlit.testing.v1 import AppTest


def draw_until_it_ends() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from dashboard.app.ending import end_page

    @st.fragment
    def draw_box() -> None:
        st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1

    draw_box()
    context = get_script_run_ctx()
    assert context is not None and context.script_requests is not None
    [box] = context.shared.new_fragment_ids.snapshot()
    context.script_requests.request_rerun(RerunData(fragment_id=box))  # as when a user types in it now
    end_page()
    st.write("Below the end")


def test_what_was_asked_while_the_page_was_drawn_is_answered() -> None:
    app = AppTest.from_function(draw_until_it_ends).run()
    assert app.session_state["drawn"] == 2
    assert not app.exception
    assert not app.markdown
