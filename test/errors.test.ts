import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { repositoryRoot, shippedFiles, type SourceFile } from './source-files.js';

const CODE = /^[A-Z][A-Z0-9_]+$/;

/** Codes that the file gives to a problem: `code: 'X'`, or a parameter `code` that may be 'X'. */
function codesIn({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const codes: string[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isPropertyAssignment(node) || ts.isParameter(node);
    if (named && node.name.getText(source) === 'code') {
      const value = ts.isParameter(node) ? node.type : node.initializer;
      if (value) codes.push(...textsIn(value));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return codes.filter((code) => CODE.test(code));
}

/** A text, and both sides of a choice between two. */
function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isLiteralTypeNode(node)) return textsIn(node.literal);
  if (ts.isParenthesizedExpression(node)) return textsIn(node.expression);
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(textsIn);
  if (!ts.isConditionalExpression(node)) return [];
  return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
}

function listed(): string[] {
  const text = readFileSync(join(repositoryRoot, 'docs', 'errors.md'), 'utf8');
  return [...text.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code = '']) => code);
}

test('docs/errors.md lists every code of the sources, once, and no other', () => {
  const used = new Set(shippedFiles().flatMap(codesIn));
  expect(listed().toSorted()).toEqual([...used].toSorted());
});
