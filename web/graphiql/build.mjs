// Builds the page into graph_service/api/static/graphiql: files that ask for nothing outside of themselves.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const OUT = '../../graph_service/api/static/graphiql';

// GraphiQL's style sheet has its fonts inside; the page takes the reader's own, which know Chinese as well.
const withoutFonts = {
  name: 'without fonts',
  setup({ onLoad }) {
    onLoad({ filter: /graphiql\/dist\/style\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    }));
  },
};

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const { metafile } = await build({
  entryPoints: ['src/page.jsx', 'src/page.css'],
  outdir: OUT,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
  plugins: [withoutFonts],
});
await writeFile(`${OUT}/LICENSES.txt`, (await Promise.all(bundled(metafile).map(licence))).join('\n\n'));
await copyFile('src/index.html', `${OUT}/index.html`);

/** The folders of the packages that something was taken from. */
function bundled({ inputs }) {
  const folders = Object.keys(inputs).map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(folders.filter(Boolean))].sort();
}

/** What a package says of itself and its licence; each of these licences asks to be passed on. */
async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? (await readFile(`${folder}/${file}`, 'utf8')).trim() : '(The package has no licence file.)';
  return `${name} ${version} (${license})\n${'='.repeat(60)}\n${text}\n`;
}
