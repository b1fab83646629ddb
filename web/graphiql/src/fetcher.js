// Sends what GraphiQL asks to /graphql; a subscription is read as Server-Sent Events.

const ENDPOINT = '../graphql';

/** A fetcher for GraphiQL that sends the token which `token()` returns at that moment. */
export function fetcherWith(token) {
  return async (request) => {
    const response = await fetch(ENDPOINT, {
      method: 'POST',
      credentials: 'omit',
      headers: {
        accept: isSubscription(request) ? 'text/event-stream' : 'application/graphql-response+json',
        authorization: `Bearer ${token()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    return isStream ? results(response.body) : response.json();
  };
}

/** Whether the operation meant is a subscription; strings and comments are no reason to think so. */
function isSubscription({ query, operationName }) {
  const text = query.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#.*/g, '');
  const meant = operationName ? `subscription\\s+${operationName}\\b` : '^\\s*subscription\\b';
  return new RegExp(meant).test(text);
}

async function* results(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        if (event.startsWith('event: complete')) return;
        const data = event.match(/^data: (.*)$/m);
        if (data) yield JSON.parse(data[1]);
      }
    }
  } finally {
    await reader.cancel();
  }
}
