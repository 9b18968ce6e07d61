// What is seen between sending a question and the server's first word about it, and when that word is that it can't.
const shown = element.querySelector('.waiting');

window.policyqaWait = (question) => {
  shown.querySelector('.question').textContent = question;
  shown.querySelector('.running').hidden = false;
  shown.querySelector('.error').hidden = true;
  shown.hidden = false;
  const scroller = document.querySelector('#conversation');
  scroller.scrollTop = scroller.scrollHeight;
};
window.policyqaHeard = () => { shown.hidden = true; };

const waits = () => !shown.hidden && !shown.querySelector('.running').hidden;
const send = (box) => {
  const question = box.querySelector('textarea').value.trim();
  if (question && !waits() && !box.querySelector('.stop-button')) window.policyqaWait(question);
};
document.addEventListener('keydown', (event) => {
  const box = event.target.closest?.('#question');
  if (box && event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(box);
}, true);
document.addEventListener('click', (event) => {
  if (event.target.closest?.('#question .submit-button')) send(event.target.closest('#question'));
}, true);

// Gradio tells of a full queue and of a lost server in English, in a corner: said here in the page's words.
const SAID = { busy: /currently busy/, lost: /Connection errored out|Connection to the server was lost/ };
const ours = (kind) => {
  const language = document.documentElement.lang === 'en' ? 'en' : 'zh';
  return element.querySelector(`[data-said="${kind}"] .only-${language}`).textContent;
};
new MutationObserver(() => {
  for (const toast of document.querySelectorAll('[data-testid="toast-body"]')) {
    const words = toast.querySelector('[data-testid="toast-text"]')?.firstChild;
    const kind = Object.keys(SAID).find((name) => SAID[name].test(words?.data ?? ''));
    if (!kind) continue;
    words.data = ours(kind);
    toast.querySelector('.toast-title').firstChild.data = ours('title');
    if (!waits()) continue;
    shown.querySelector('.running').hidden = true;
    shown.querySelector('.error').hidden = false;
    shown.querySelector('.error .why').textContent = ours(kind);
    toast.querySelector('[data-testid="toast-close"]')?.click();
  }
}).observe(document.body, { childList: true, subtree: true });
