import { GraphiQL } from 'graphiql';
import { useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { fetcherWith } from './fetcher.js';
import { memory } from './memory.js';

const ROLES = {
  OFFICER: { en: 'Officer', zh: '民政工作人员' },
  LIAISON: { en: 'School liaison', zh: '学校联络员' },
  INSTITUTION_STAFF: { en: 'Staff of an institution', zh: '机构工作人员' },
  AUDITOR: { en: 'Auditor', zh: '审计员' },
  ADMINISTRATOR: { en: 'Administrator', zh: '系统管理员' },
};

const both = ({ en, zh }) => (en === zh ? en : `${en} · ${zh}`);

/** The page: who one is, then GraphiQL with the queries of that role in its tabs. The token is kept in memory only. */
function Page({ examples, logins }) {
  const [login, setLogin] = useState(logins[0] ?? null);
  const token = useRef('');
  token.current = login?.token ?? '';
  const fetcher = useMemo(() => fetcherWith(() => token.current), []);
  const opened = tabs(examples, login?.role);
  return (
    <>
      <header>
        <strong>graph-service</strong>
        {logins.length > 0 && <Logins logins={logins} chosen={login} choose={setLogin} />}
        <Paste enter={setLogin} />
      </header>
      {login ? (
        <GraphiQL
          key={login.token + login.role}
          fetcher={fetcher}
          storage={memory()}
          defaultTabs={opened}
          variables={opened[0]?.variables}
          shouldPersistHeaders={false}
          isHeadersEditorEnabled={false}
          defaultEditorToolsVisibility="variables"
        />
      ) : (
        <Welcome />
      )}
    </>
  );
}

function tabs(examples, role) {
  return examples
    .filter((example) => example.role === role)
    .map(({ title, query, variables }) => ({
      query: `# ${both(title)}\n${query}`,
      variables: JSON.stringify(variables, null, 2),
    }));
}

function Logins({ logins, chosen, choose }) {
  return (
    <label>
      Login · 登录
      <select value={logins.indexOf(chosen)} onChange={({ target }) => choose(logins[target.value])}>
        {!logins.includes(chosen) && <option value={-1}>–</option>}
        {logins.map((login, index) => (
          <option key={login.token} value={index}>
            {both(login.title)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Paste({ enter }) {
  const [role, setRole] = useState('OFFICER');
  const submit = (event) => {
    event.preventDefault();
    const field = event.target.elements.token;
    const token = field.value.trim();
    field.value = '';
    if (token) enter({ role: roleIn(token) ?? role, token });
  };
  return (
    <form onSubmit={submit}>
      <label>
        Token · 令牌
        <input name="token" type="password" autoComplete="off" spellCheck={false} placeholder="graph-service token …" />
      </label>
      <label>
        Queries · 查询
        <select value={role} onChange={({ target }) => setRole(target.value)}>
          {Object.entries(ROLES).map(([name, title]) => (
            <option key={name} value={name}>
              {both(title)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">Use · 使用</button>
    </form>
  );
}

/** The role that a token names, to show the queries of that role; whether the token is worth anything is not asked. */
function roleIn(token) {
  try {
    const { role } = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
    return role in ROLES ? role : null;
  } catch {
    return null;
  }
}

function Welcome() {
  return (
    <main>
      <p>Paste a token above. It stays in this page’s memory and is gone when the page is closed.</p>
      <p>请在上方粘贴令牌。令牌只保存在本页内存中，关闭页面即清除。</p>
      <pre>.venv/bin/graph-service token --role officer --division 990121</pre>
    </main>
  );
}

const start = await fetch('start.json', { credentials: 'omit' }).then((response) => response.json());
createRoot(document.getElementById('page')).render(<Page {...start} />);
