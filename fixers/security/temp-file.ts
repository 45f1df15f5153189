import { eolOf } from '../../source/core/text.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { enclosing, endOf, startOf } from '../../source/edit/python/nodes.ts';
import { beginsLine, indentOf, lineEnd } from '../../source/edit/text.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://docs.python.org/3/library/tempfile.html#tempfile.mktemp

/** What wants a name that nothing has yet. */
const wantsNothingThere =
	/mkdir|makedirs|mkfifo|mknod|bind|symlink|\blink\(|copytree|rmtree|exists|rename|clone|sock/i;

export default fixWeakCalls({
	id: 'temp-file',
	title: 'Make temporary files with their names',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: [],
	safetyNote:
		'`mkstemp` takes the same arguments and makes the file, for its owner only, so that nobody else can put one there first. What ' +
		'expects that nothing has the name yet differs: names of folders, links, pipes and sockets, as far as the code shows, are left alone.',
	takes: isOpenWith('S306'),
	isMeant: (callee, names) => qualifiedName(callee, names) === 'tempfile.mktemp',
	mend({ call, callee, text, root, names }) {
		const name = callee.kind() === 'attribute' ? callee.field('attribute') : null;
		if (!name) return 'the function is imported by itself';
		const assignment = call.parent();
		const statement = assignment?.parent();
		const target = assignment?.kind() === 'assignment' ? assignment.field('left') : null;
		if (
			target?.kind() !== 'identifier' ||
			assignment?.field('type') ||
			statement?.kind() !== 'expression_statement'
		)
			return 'its name is not simply assigned';
		const end = lineEnd(text, endOf(statement));
		if (!beginsLine(text, startOf(statement)) || !/^\s*(?:#.*)?$/.test(text.slice(endOf(statement), end)))
			return 'another statement is on its line';
		const scope = (enclosing(call, ['function_definition']) ?? root).text();
		const used = new RegExp(`\\b${target.text()}\\b`);
		if (scope.split(/\r?\n/).some(line => used.test(line) && wantsNothingThere.test(line)))
			return 'the name may be wanted for something that is no file';
		const taken = new Set(root.findAll({ rule: { kind: 'identifier' } }).map(node => node.text()));
		const descriptor = ['descriptor', 'file_descriptor'].find(each => !taken.has(each));
		if (descriptor === undefined) return '`descriptor` already means something there';
		const { code, edit } = importModule(text, root, names, 'os');
		const close = `${eolOf(text)}${indentOf(text, startOf(statement))}${code}.close(${descriptor})`;
		return [
			edit,
			[
				replaceNode(target, `${descriptor}, ${target.text()}`),
				replaceNode(name, 'mkstemp'),
				{ start: end, end, text: close },
			],
		];
	},
	says: () => ({
		summary: 'make temporary files with their names',
		changed: '`mktemp` is `mkstemp`, whose descriptor is closed at once.',
		atRunTime: 'The file is there, empty and readable by its owner only, before it is written.',
		followUps: ['Check that the file is removed at the end, and that others need not read it'],
	}),
});
