// Dark and light follow the system until the reader chooses; the choice is kept in this browser.
const kept = localStorage.getItem('policyqa-theme');
if (kept) document.body.classList.toggle('dark', kept === 'dark');
element.querySelector('.theme').addEventListener('click', () => {
  const dark = document.body.classList.toggle('dark');
  localStorage.setItem('policyqa-theme', dark ? 'dark' : 'light');
});
