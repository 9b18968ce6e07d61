// A list whose buttons are events for Python, each with the place of its row; 'open' also opens the source beside it.
const FOR_PYTHON = ['open', 'sort', 'remove', 'edit', 'replace', 'history', 'passages'];

element.addEventListener('click', (event) => {
  const pressed = event.target.closest('button[data-act]');
  if (!pressed) return;
  const { act, item } = pressed.dataset;
  if (!FOR_PYTHON.includes(act)) return;
  window.policyqaOpener = pressed;
  if (!['sort', 'remove', 'edit', 'replace'].includes(act)) element.closest('.desk').classList.add('source-open');
  trigger(act, { item: Number(item) });
});

// The upload button comes a little after the list.
watch('value', () => setTimeout(() => window.policyqaNameUploads(), 300));
