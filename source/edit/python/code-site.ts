import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../core/facts/code-site.ts';
import type { SourceFile } from '../../core/gather.ts';
import { suppressionAt } from '../suppressions.ts';
import type { Silenced } from '../suppressions.ts';
import { briefly, placeOf } from './nodes.ts';

/**
 * A node as a finding shows it: its place, its code on one line and the comment that silences it.
 *
 * @param silenced - What such a comment may name.
 */
export const siteOf = (file: SourceFile, node: SgNode, silenced: Silenced): CodeSite => {
	const at = placeOf(file.path, file.lineStarts, node);
	return { at, code: briefly(node.text()), suppression: suppressionAt(file, at.line, at.endLine, silenced) };
};
