import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { scramVerifier, verifierMatches } from '../../src/reconciler/scram-verifier.js';

test('agrees with the exchange that RFC 7677 prints', async () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const authMessage = [
    'n=user,r=rOprNGfwEbeRWgbNEkqO',
    `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
    `c=biws,r=${nonce}`,
  ].join(',');
  const serverKey = (await scramVerifier('pencil', salt, 4096)).split(':').at(-1) ?? '';
  const signature = createHmac('sha256', Buffer.from(serverKey, 'base64')).update(authMessage);
  expect(signature.digest('base64')).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

test('recognises its own password and no other', async () => {
  const stored = await scramVerifier('right');
  expect(await verifierMatches(stored, 'right')).toBe(true);
  expect(await verifierMatches(stored, 'wrong')).toBe(false);
  expect(await verifierMatches(null, 'right')).toBe(false);
  expect(await verifierMatches('md5d8578edf8458ce06fbc5bb76a58c5ca4', 'right')).toBe(false);
});
