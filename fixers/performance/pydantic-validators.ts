import { counted } from '../../source/core/counted.ts';
import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { applySplices, lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { importName, removeImportedNames } from '../../source/edit/python/imports.ts';
import { importsEverything, namesIn, type Names } from '../../source/edit/python/names.ts';
import { startOf } from '../../source/edit/python/nodes.ts';
import {
	convertValidator,
	modelClassesIn,
	type ModelClass,
} from '../../source/edit/python/pydantic-migrate.ts';
import { oldValidatorsIn, type OldValidator } from '../../source/edit/python/pydantic-validators.ts';
import { chain, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.pydantic.dev/latest/migration/#changes-to-validators

const successors = { validator: 'field_validator', root_validator: 'model_validator' } as const;

const wantedIn = (findings: readonly Finding[]): ReadonlySet<string> =>
	new Set(findings.filter(({ level }) => level !== 'info').map(({ at }) => at.path));

/** Files that import Pydantic's old decorators, or Pydantic as a whole: all of a family is among them. */
const relatedFiles = ({ modules }: Pick<Facts, 'modules'>): readonly string[] =>
	[...modules].flatMap(([path, parsed]) =>
		parsed.ok &&
		parsed.value.imports.some(
			({ module, name }) =>
				(module === 'pydantic' || module === 'pydantic.class_validators') &&
				(name === null || name === 'validator' || name === 'root_validator'),
		)
			? [path]
			: [],
	);

/** A manifest that lets Pydantic 1 be installed: what is converted would not run there. */
const allowsFirst = ({ packaging }: Pick<Facts, 'packaging'>, project: Project): boolean =>
	(packaging.get(project.path)?.requirements ?? []).some(
		({ name, isRuntime, source }) =>
			name === 'pydantic' &&
			isRuntime &&
			/pydantic\b[^,'"]*?(?:>=?|~=|\^|==)[\s"'=]*1(?:\.|\b)/i.test(source),
	);

interface Located extends ModelClass {
	readonly path: string;
}

/** Classes that may be converted: each with all that it may share validators with, or not at all. */
const convertible = (
	classes: readonly Located[],
	wanted: ReadonlySet<string>,
): { readonly ready: ReadonlySet<Located>; readonly reason: string | null } => {
	const old = classes.filter(({ validators }) => validators.length > 0);
	const known = new Set(classes.map(({ name }) => name));
	const hasUnknownBase = ({ bases, isRoot }: Located): boolean =>
		!isRoot && bases.some(base => !known.has(base));
	const neighbours = (one: Located): readonly Located[] =>
		classes.filter(
			other =>
				other !== one &&
				(one.bases.includes(other.name) ||
					other.bases.includes(one.name) ||
					other.name === one.name ||
					other.bases.some(
						base => one.bases.includes(base) && !/^(?:BaseModel|BaseSettings|Generic|ABC)$/.test(base),
					)),
		);
	const familyOf = (start: Located): ReadonlySet<Located> => {
		const family = new Set([start]);
		for (const one of family) for (const next of neighbours(one)) family.add(next);
		return family;
	};
	const left = old.filter(({ refusal, path }) => refusal !== null || !wanted.has(path));
	const ready = new Set<Located>();
	let reason: string | null = null;
	for (const one of old) {
		if (!wanted.has(one.path)) continue;
		const family = familyOf(one);
		const against = left.find(
			other => family.has(other) || (other !== one && (hasUnknownBase(one) || hasUnknownBase(other))),
		);
		if (against === undefined) ready.add(one);
		else {
			reason ??=
				against.refusal === null
					? `\`${against.name}\` in ${against.path} may share its validators with \`${one.name}\` and is not among them`
					: `${against.path}:${against.line}: in \`${against.name}\` ${against.refusal}${against === one ? '' : `, and \`${one.name}\` may share its validators`}`;
		}
	}
	return { ready, reason };
};

/** What is called in the place of an old decorator, and what its import takes. */
const targetOf = (found: OldValidator): string => {
	const next = successors[found.kind];
	return found.callee.kind() === 'attribute' ? `${found.callee.field('object')?.text() ?? ''}.${next}` : next;
};

/** Why the imports of a file cannot be followed, a clause; null where they can. */
const oddImports = (names: Names): string | null => {
	if (importsEverything(names, 'pydantic')) return 'everything is imported from `pydantic`';
	const old = names.imports.filter(
		({ name, module }) =>
			(name === 'validator' || name === 'root_validator') && module.startsWith('pydantic'),
	);
	return old.every(
		({ statement, module }) => statement.parent()?.kind() === 'module' && module === 'pydantic',
	)
		? null
		: 'the validators are imported under a condition or from an inner module';
};

const isUsed = (root: SgNode, local: string): boolean =>
	root
		.findAll({ rule: { kind: 'identifier', regex: `^${local}$` } })
		.some(
			node => !/^(?:dotted_name|aliased_import|import_from_statement)$/.test(String(node.parent()?.kind())),
		) || root.has({ rule: { kind: 'string_content', regex: `^${local}$` } });

export default defineFixer({
	id: 'pydantic-validators',
	title: 'Write validators for Pydantic 2',
	checks: ['data-models/validators'],
	safety: 'review',
	needs: ['modules', 'packaging'],
	touches: pythonFiles,
	after: ['yaml-safe-load'],
	safetyNote:
		'Run before and after on Pydantic 2: values, errors, their order and the JSON schema are the same for what it ' +
		'converts. All classes that may share validators are converted together, or none; `each_item`, `always`, `**kwargs`, ' +
		'root validators that run last and mixed styles are left alone.',
	takes: ({ level, key }) => level !== 'info' && /^(?:pydantic\.)?(?:root_)?validator$/.test(key ?? ''),
	isReady: (_, { facts, project }) => !allowsFirst(facts, project),
	questions: () => [],
	reads: ({ facts, findings }) =>
		[...new Set([...wantedIn(findings), ...relatedFiles(facts)])].slice(0, 2000),
	plan({ facts, project, findings, texts, engines }) {
		if (allowsFirst(facts, project))
			return declined('the manifest lets Pydantic 1 be installed, which lacks the new validators');
		const wanted = wantedIn(findings);
		const parse = (path: string, text: string): SgNode =>
			engines.python({ path, text, lineStarts: lineStartsOf(text) });
		const classes = [...texts].flatMap(([path, text]) => {
			const root = parse(path, text);
			const names = namesIn(root);
			const odd = oddImports(names);
			return modelClassesIn(root, names).map((found): Located => ({
				...found,
				path,
				refusal: found.refusal ?? (found.validators.length > 0 ? odd : null),
			}));
		});
		const { ready, reason } = convertible(classes, wanted);
		let count = 0;
		let readsOthers = false;
		const edits: Edit[] = [];
		const refusals: string[] = reason === null ? [] : [reason];
		for (const path of wanted) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const root = parse(path, text);
			const names = namesIn(root);
			const starts = new Set(
				[...ready]
					.filter(one => one.path === path)
					.flatMap(({ validators }) => validators.map(({ decorator }) => startOf(decorator))),
			);
			const mine = oldValidatorsIn(root, names).filter(({ decorator }) => starts.has(startOf(decorator)));
			if (mine.length === 0) continue;
			const byName = mine.filter(({ callee }) => callee.kind() === 'identifier');
			const locals = new Set(byName.map(({ callee }) => callee.text()));
			const whole = mine
				.find(({ callee }) => callee.kind() === 'attribute')
				?.callee.field('object')
				?.text();
			let fileReads = false;
			const convert = (current: string): EditResult => {
				const splices: Splice[] = [];
				for (const found of mine) {
					const made = convertValidator(
						current,
						found,
						targetOf(found),
						whole === undefined || byName.length > 0 ? 'ValidationInfo' : `${whole}.ValidationInfo`,
					);
					splices.push(...made.splices);
					fileReads ||= made.readsOthers;
				}
				return spliced(splices);
			};
			const adding =
				(name: string, isWanted: () => boolean) =>
				(current: string): EditResult => {
					if (!isWanted()) return spliced([]);
					const tree = parse(path, current);
					const found = namesIn(tree);
					const known = found.imports.find(each => each.name === name && each.module.startsWith('pydantic'));
					if (known && known.local === name) return spliced([]);
					if (known || found.origins.has(name))
						return declined(`\`${name}\` already names something else in ${path}`);
					const from = found.imports.find(
						each =>
							each.module === 'pydantic' &&
							each.name !== null &&
							each.statement.parent()?.kind() === 'module',
					);
					// `importName` would write `pydantic.name` where the module is imported as a whole.
					return from
						? importName(
								current,
								tree,
								{ ...found, imports: found.imports.filter(each => each.name !== null) },
								'pydantic',
								name,
							).edit
						: declined(`${path} imports its validators in a way that only a person can change`);
				};
			const removing = (current: string): EditResult => {
				const tree = parse(path, current);
				const found = namesIn(tree);
				const gone = found.imports.filter(
					({ local, name, module }) =>
						locals.has(local) &&
						(name === 'validator' || name === 'root_validator') &&
						module.startsWith('pydantic') &&
						!isUsed(tree, local),
				);
				const [first] = gone;
				if (!first) return spliced([]);
				const same = gone.filter(({ statement }) => statement.id() === first.statement.id());
				return removeImportedNames(
					current,
					first.statement,
					found.imports.filter(({ statement }) => statement.id() === first.statement.id()),
					same,
				);
			};
			const kinds = new Set(byName.map(({ kind }) => kind));
			const result = chain(text, [
				convert,
				adding('ValidationInfo', () => fileReads && byName.length > 0),
				adding('field_validator', () => kinds.has('validator')),
				adding('model_validator', () => kinds.has('root_validator')),
				removing,
				removing,
			]);
			if (result.outcome === 'declined') {
				refusals.push(result.reason);
				// A family that is converted in part would run a validator twice.
				return declined(result.reason);
			}
			const [first, ...rest] = result.splices;
			if (!first || applySplices(text, result.splices) === text) continue;
			count += mine.length;
			readsOthers ||= fileReads;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(refusals[0] ?? 'no validator stands directly in a class');
		const validators = counted(count, 'validator');
		return {
			outcome: 'plan',
			area: 'models',
			summary: `write ${validators} for Pydantic 2`,
			changed: [
				`${validators} ${count === 1 ? 'becomes' : 'become'} \`@field_validator\` or \`@model_validator\`, each a class method.`,
				...(readsOthers ? ['Validators that read other fields take `info` and read `info.data`.'] : []),
				...(refusals.length === 0 ? [] : [`Left as it is: ${refusals.slice(0, 3).join('; ')}.`]),
			],
			atRunTime: 'Values and errors stay the same; the warning when a model is defined is gone.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
