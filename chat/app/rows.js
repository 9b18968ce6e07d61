// A list whose buttons are events for Python, each with the place of its row; some open the source beside it.
const BESIDE = ['open', 'history', 'passages'];
const HERE = ['sort', 'ask', 'edit', 'replace', 'remove'];

element.addEventListener('click', (event) => {
  const row = event.target.closest('.targets tbody tr'); // anywhere in it; the button is there for the keyboard
  const pressed = event.target.closest('button[data-act]') ?? row?.querySelector('button[data-act="open"]');
  if (!pressed) return;
  const { act, item } = pressed.dataset;
  if (![...BESIDE, ...HERE].includes(act)) return;
  window.policyqaOpener = pressed;
  if (BESIDE.includes(act)) element.closest('.desk').classList.add('source-open');
  trigger(act, { item: Number(item) });
});

// The upload button comes a little after the list.
watch('value', () => setTimeout(() => window.policyqaNameUploads(), 300));
