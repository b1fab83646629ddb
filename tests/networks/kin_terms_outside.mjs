// What relationship.js says of chains of relatives, and of terms. How kin_terms_outside.json was made, after `npm install
// relationship.js@1.2.9` in the folder of this file:
//   python kin_chains.py | node kin_terms_outside.mjs > kin_terms_outside.json
import relationship from 'relationship.js';
import { readFileSync } from 'node:fs';

const { chains, terms } = JSON.parse(readFileSync(0, 'utf8'));
const called = Object.fromEntries(chains.map((text) => [text, relationship({ text })]));
const meant = Object.fromEntries(terms.map((text) => [text, relationship({ text, type: 'chain' })]));
console.log(JSON.stringify({ tool: 'relationship.js 1.2.9', called, meant }));
