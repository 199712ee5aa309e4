// Talking to the server that this page came from, and to nobody else.

export async function get(name) {
  const answer = await fetch(name, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

// {ok, status, ...what the server says}; `error` is a sentence.
export async function post(name, body = {}) {
  try {
    const answer = await fetch(name, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    return { ok: answer.ok, status: answer.status, ...said };
  } catch (error) {
    return { ok: false, status: 0, error: String(error.message || error) };
  }
}
