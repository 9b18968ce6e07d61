// Dark and light follow the system until the reader chooses; the choice is kept in this browser.
const kept = localStorage.getItem('policyqa-theme');
if (kept) document.body.classList.toggle('dark', kept === 'dark');
element.querySelector('.theme').addEventListener('click', () => {
  const dark = document.body.classList.toggle('dark');
  localStorage.setItem('policyqa-theme', dark ? 'dark' : 'light');
});

// Gradio names its upload buttons in English, whatever they show.
window.policyqaNameUploads = () => {
  for (const upload of document.querySelectorAll('button[aria-dropeffect]')) {
    upload.setAttribute('aria-label', upload.innerText.replace(/\s+/g, ' ').trim());
  }
};
document.addEventListener('click', (event) => {
  if (event.target.closest('[role="tab"]')) setTimeout(window.policyqaNameUploads, 300);
});
