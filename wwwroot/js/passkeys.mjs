// Passkeys need the browser to sign a challenge; everything else of the account pages is a plain form.

async function options(form) {
  const response = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'error' });
  if (!response.ok) throw new Error('The desk gave no challenge.');
  return response.json();
}

async function sign(form) {
  const asked = await options(form);
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  form.elements.credential.value = JSON.stringify(credential.toJSON());
  form.submit();
}

export function startPasskeys() {
  const field = document.querySelector('input[data-from-fragment]');
  if (field !== null && location.hash.length > 1) {
    field.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
  }
  if (typeof PublicKeyCredential?.parseCreationOptionsFromJSON !== 'function') return;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', event => {
      event.preventDefault();
      sign(form).catch(() => form.querySelector('[data-passkey-fault]').toggleAttribute('hidden', false));
    });
  }
}
