import type { SgNode } from '@ast-grep/napi';
import type { Facts } from '../../source/core/facts.ts';
import { argumentsOf, insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://jinja.palletsprojects.com/en/stable/api/#autoescaping

const page = /\.(?:html?|xml|xhtml)$/;
const isUnescaped = isOpenWith('S701');

/** The folder that a loader is told to read; null where it is not written there. */
const folderOfTemplates = (loader: SgNode | undefined): string | null => {
	const strings = loader?.findAll({ rule: { kind: 'string_content' } }).map(node => node.text()) ?? [];
	return strings.at(-1)?.replaceAll(/^(?:\.?\/)+|\/+$/g, '') ?? null;
};

const hasPagesIn = (folder: string, { paths }: Pick<Facts, 'paths'>): boolean =>
	[...paths.keys()].some(path => page.test(path) && `/${path}`.includes(`/${folder}/`));

export default fixWeakCalls({
	id: 'jinja-autoescape',
	title: 'Escape what templates put into pages',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: ['paths'],
	safetyNote:
		'`select_autoescape` escapes templates whose names end in `.html`, `.htm` or `.xml`, and text that is no file; values that are HTML ' +
		'on purpose show as text then, until they are marked. Environments whose folder has no such templates, with delimiters of their ' +
		'own, or that render text from strings are left alone.',
	takes: finding => finding.level === 'fail' && isUnescaped(finding),
	isMeant: (callee, names) => qualifiedName(callee, names) === 'jinja2.Environment',
	mend({ call, text, root, names, facts }) {
		const { keywords, kwargs, splat, positional } = argumentsOf(call);
		if (kwargs || splat || positional.length > 0) return 'its arguments are not all written there';
		if ([...keywords.keys()].some(name => /_start_string$|^line_/.test(name)))
			return 'its delimiters are not those of pages';
		if (/\.from_string\(/.test(text)) return 'the file renders text that is no page';
		const folder = folderOfTemplates(keywords.get('loader'));
		if (folder !== null && !hasPagesIn(folder, facts)) return `no page is in a folder \`${folder}\``;
		const given = keywords.get('autoescape')?.field('value');
		if (given && given.text() !== 'False') return 'what is escaped is decided elsewhere';
		const { code, edit } = importName(text, root, names, 'jinja2', 'select_autoescape');
		return [
			edit,
			given ? [replaceNode(given, `${code}()`)] : insertKeyword(text, call, `autoescape=${code}()`),
		];
	},
	says: () => ({
		summary: 'escape what templates put into pages',
		changed: 'Environments of Jinja get `autoescape=select_autoescape()`.',
		atRunTime:
			'Values in templates that end in `.html`, `.htm` or `.xml` are escaped: `<` becomes `&lt;`, unless the value is marked as safe.',
		followUps: [
			'Look at the pages: what is HTML on purpose needs `| safe` or `Markup`',
			'Templates with another ending, such as `.html.j2`, are not escaped by it: name the ending',
		],
	}),
});
