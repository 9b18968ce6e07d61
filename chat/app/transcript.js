// The conversation. One listener for all buttons, so that redrawing the conversation costs nothing.
// These are events for Python; copying and the drawer stay in the browser.
const FOR_PYTHON = ['cite', 'passage', 'example', 'retry', 'edit', 'rate', 'reopen', 'erase', 'documents'];

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // no clipboard on plain http beyond this machine: the older way
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

element.addEventListener('click', async (event) => {
  const pressed = event.target.closest('button[data-act]');
  if (!pressed) return;
  const { act, turn, item, text } = pressed.dataset;
  if (act === 'copy') {
    await copy(text);
    const label = pressed.textContent;
    pressed.textContent = pressed.dataset.done;
    setTimeout(() => { pressed.textContent = label; }, 1500);
    return;
  }
  if (act === 'why') {
    const reasons = pressed.closest('.answer').querySelector('.reasons');
    reasons.hidden = !reasons.hidden;
    return;
  }
  if (act === 'rate') {
    const answer = pressed.closest('.answer');
    for (const other of answer.querySelectorAll('[data-act="rate"], [data-act="why"]')) other.disabled = true;
    const reasons = answer.querySelector('.reasons');
    reasons.replaceChildren(reasons.dataset.done);
    reasons.hidden = false;
  }
  if (act === 'cite' || act === 'passage') {
    for (const other of document.querySelectorAll('.chosen')) other.classList.remove('chosen');
    pressed.classList.add('chosen');
    window.policyqaOpener = pressed; // where the keyboard goes back to when the source is closed
    element.closest('.desk').classList.add('source-open');
  }
  if (act === 'example') window.policyqaWait(pressed.textContent);
  if (act === 'retry') window.policyqaWait(pressed.closest('.turn').querySelector('.question').textContent);
  if (FOR_PYTHON.includes(act)) trigger(act, { turn: Number(turn ?? -1), item: Number(item ?? -1) });
});

// What a screen reader is told: the stage (live.js), then the answer, once, not each redrawing.
const spoken = document.createElement('div');
spoken.className = 'unseen';
spoken.setAttribute('role', 'status');
element.parentElement.append(spoken);
window.policyqaSay = (text) => { if (spoken.textContent !== text) spoken.textContent = text; };

// A new question moves to the top of the view; what comes after is read from there.
watch('value', () => {
  window.policyqaHeard?.();
  const last = element.querySelector('.turn:last-of-type');
  const scroller = document.querySelector('#conversation');
  if (!last || !scroller) return;
  scroller.scrollTop = last.offsetTop - scroller.offsetTop - 12;
  const parts = last.querySelectorAll('.outcome, .figure, .words, .reason:not(button), .missing, .notice, .error p');
  window.policyqaSay([...parts].map((part) => part.textContent).join(' '));
});
