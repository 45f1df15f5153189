import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { isHidden, qualifiedName } from '../../source/edit/python/names.ts';
import { testsImporting } from '../importing-tests.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://docs.python.org/3/library/secrets.html

/** What `secrets.SystemRandom` has under the same name and with the same meaning. */
const methods = /^random\.(?:choices|sample|shuffle|randint|randrange|random|uniform|getrandbits|randbytes)$/;

const isFixed = /\brandom\.seed\(|\bseed\(|patch\w*(?:\.object)?\([^)]*random|setattr\([^)]*random/;

export default fixWeakCalls({
	id: 'secret-randomness',
	title: 'Take what must not be guessed from `secrets`',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: ['files', 'modules'],
	safetyNote:
		'Values come from the same set, by a generator that cannot be predicted. A sequence that a seed repeats is gone, so files are left ' +
		'alone that seed the generator, or whose tests do or put another in its place.',
	takes: isOpenWith('S311'),
	alsoReads: (paths, facts, project) => testsImporting(paths, facts, project),
	isMeant: (callee, names) => /^random\.\w+$/.test(qualifiedName(callee, names) ?? ''),
	mend({ call, callee, text, root, names, texts, path, facts, project }) {
		const name = qualifiedName(callee, names) ?? '';
		const readers = [path, ...testsImporting([path], facts, project)];
		if (readers.some(each => isFixed.test(texts.get(each) ?? '')))
			return 'the generator is seeded or replaced, there or in its tests';
		const { positional, keywords, splat, kwargs } = argumentsOf(call);
		const isPlain = keywords.size === 0 && !splat && !kwargs;
		const { code, edit } = importModule(text, root, names, 'secrets');
		if (isHidden(code, call, names)) return `\`${code}\` is something else in the function around it`;
		if (name === 'random.choice' && isPlain) return [edit, [replaceNode(callee, `${code}.choice`)]];
		const [low, high] = positional.map(node => (/^\d[\d_]*$/.test(node.text()) ? node : null));
		if (name === 'random.randint' && isPlain && low && high) {
			const [from, to] = [low, high].map(node => Number(node.text().replaceAll('_', '')));
			if (from === undefined || to === undefined || to < from || !Number.isSafeInteger(to))
				return 'its bounds are no small numbers';
			const below = `${code}.randbelow(${to - from + 1})`;
			const sum = from === 0 ? below : `${below} + ${low.text()}`;
			const isAlone = /^(?:assignment|argument_list|return_statement|keyword_argument)$/.test(
				String(call.parent()?.kind()),
			);
			return [edit, [replaceNode(call, isAlone || from === 0 ? sum : `(${sum})`)]];
		}
		if (!methods.test(name)) return 'the generator of the system has no such function';
		return [edit, [replaceNode(callee, `${code}.SystemRandom().${name.replace('random.', '')}`)]];
	},
	says: () => ({
		summary: 'take what must not be guessed from `secrets`',
		changed: 'Tokens, passwords and codes come from `secrets` instead of `random`.',
		atRunTime: 'The values cannot be predicted from earlier ones; they look as before.',
		followUps: [],
	}),
});
