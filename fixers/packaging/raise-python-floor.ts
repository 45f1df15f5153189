import { counted } from '../../source/core/counted.ts';
import { tableAt } from '../../source/core/data.ts';
import type { DeclaredPython, NamedPython, Packaging } from '../../source/core/facts/packaging.ts';
import type { FixerInput } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { lockCommands } from '../../source/core/lock.ts';
import { nameOfMinor, wantedMinor } from '../../source/core/python-versions.ts';
import { removedImports } from '../../source/core/removed-modules.ts';
import { setOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';
import { insertKey, setValue } from '../../source/edit/toml.ts';
import { readToml } from '../../source/edit/toml/read.ts';
import { defineFixer } from '../define.ts';
import { pythonPlaceFiles } from '../touches.ts';
import { raiseClassifierLines } from './classifier-lines.ts';
import { isForPerson, pythonEdits } from './python-edits.ts';
import { raisedRange } from './raised-range.ts';
import { uvInputs, uvLockCommands } from './uv-run.ts';

// https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python

type Step = (text: string) => EditResult;

const wanted = nameOfMinor(wantedMinor);

const isOld = ({ minor }: NamedPython): boolean => minor < wantedMinor;

/** The edit of the manifest that declares a range; a string says why there is none. */
const raise = (declared: DeclaredPython): Step => {
	const range = raisedRange(declared.specifier, wantedMinor);
	switch (declared.key) {
		case 'requires-python':
			return text => setValue(text, ['project', 'requires-python'], range);
		case 'python_version':
			return text => setValue(text, ['requires', 'python_version'], wanted);
		case 'tool.poetry.dependencies.python':
			return text => {
				const path = ['tool', 'poetry', 'dependencies', 'python'];
				const reading = readToml(text);
				const isTable = reading.ok && tableAt(reading.toml.value, path) !== undefined;
				return setValue(text, isTable ? [...path, 'version'] : path, range);
			};
		case 'python_requires':
			if (declared.at.path.endsWith('.cfg'))
				return text => setOption(text, 'options', 'python_requires', range);
			return text => {
				const at = text.indexOf(declared.specifier, text.indexOf('python_requires'));
				const isSure = at >= 0 && text.split(declared.specifier).length === 2;
				return isSure
					? spliced([{ start: at, end: at + declared.specifier.length, text: range }])
					: declined('the range stands more than once');
			};
		default:
			return () => declined(`\`${declared.key}\` names one release, which is for you to choose`);
	}
};

/** Files that name an older PyPy, which is a Python of its own and no version to raise. */
const olderPyPys = (texts: ReadonlyMap<string, string>): readonly string[] =>
	[...texts].flatMap(([path, text]) => {
		const names = text.match(/pypy-?3\.\d+/gi) ?? [];
		const old = names.filter(name => Number(name.split('.')[1]) < wantedMinor);
		return [...new Set(old)].map(name => `${path} (${name})`);
	});

const declare = (text: string): EditResult => {
	const reading = readToml(text);
	if (!reading.ok) return declined(`the file is ${reading.message}`);
	if (tableAt(reading.toml.value, ['project']))
		return insertKey(text, ['project'], ['requires-python'], `>=${wanted}`);
	return insertKey(text, ['tool', 'poetry', 'dependencies'], ['python'], `^${wanted}`);
};

type Input = Pick<FixerInput<'packaging' | 'projects' | 'paths' | 'files' | 'modules'>, 'facts' | 'project'>;

const packagingOf = ({ facts, project }: Input): Packaging | undefined => facts.packaging.get(project.path);

const oldDeployed = (packaging: Packaging | undefined): readonly NamedPython[] =>
	(packaging?.named ?? []).filter(place => place.use === 'deploy' && isOld(place));

/** What would break on the new version, as a sentence; null where nothing is known to. */
const blocker = ({ facts, project }: Input, packaging: Packaging): string | null => {
	const [gone] = removedImports(facts, project);
	if (gone) return `${gone.message} (\`${gone.at.path}:${gone.at.line ?? 0}\`)`;
	const allows = packaging.declared[0]?.minors?.includes(wantedMinor) !== false;
	const [wheel, ...more] = allows ? (packaging.locks[0]?.missingWheels ?? []) : [];
	if (!wheel) return null;
	const all = `\`${wheel.name}\` ${wheel.version}${more.length > 0 ? ` and ${counted(more.length, 'more package')}` : ''}`;
	return `${all} ${more.length > 0 ? 'have' : 'has'} no wheel for Python ${wanted} on Linux`;
};

/** Pipelines at the root, which may take their Python from what no fact tells. */
const otherPipeline =
	/^(?:\.travis\.yml|\.circleci\/config\.ya?ml|azure-pipelines?[^/]*\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile|\.?appveyor\.yml)$/;

export default defineFixer({
	id: 'raise-python-floor',
	title: 'Ask for Python 3.13 or newer',
	checks: ['python-version/floor'],
	safety: 'guided',
	needs: ['packaging', 'projects', 'paths', 'files', 'modules', 'toolPins'],
	touches: pythonPlaceFiles,
	after: [],
	safetyNote:
		'Nothing changes for whoever already runs Python 3.13. It declines while an import or a locked wheel is known not to work there, ' +
		'changes base images and runtimes only when told to and nothing otherwise, and where a `uv.lock` repeats the range, lets `uv lock` write it again.',
	isReady(_, { facts, project }) {
		const packaging = facts.packaging.get(project.path);
		// Jobs that stay on an older Python could not install the project any more.
		const isStuck = packaging?.named.some(place => isOld(place) && isForPerson(place)) === true;
		const isDeclared = (packaging?.declared.length ?? 0) > 0;
		return !isStuck && (isDeclared || project.manifests.some(path => path.endsWith('pyproject.toml')));
	},
	questions(input) {
		const deployed = oldDeployed(packagingOf(input));
		const isLibrary = input.project.kinds.includes('library');
		return [
			{
				id: 'drop-older',
				prompt: `May \`${input.project.name}\` stop supporting Python older than ${wanted}?`,
				explanation: 'Who runs an older Python can no longer install new versions of it.',
				kind: { type: 'yes-no' },
				fallback: isLibrary ? 'no' : 'yes',
			},
			...(deployed.length === 0
				? []
				: [
						{
							id: 'deploy',
							prompt: `Change base images and runtimes to ${wanted} too?`,
							explanation:
								'The next deployment then runs on another Python. With no, nothing is changed: what is deployed could not install the project any more.',
							kind: { type: 'yes-no' as const },
							fallback: 'no',
							onlyIf: { id: 'drop-older', answers: ['yes'] },
						},
					]),
		];
	},
	reads(input) {
		const packaging = packagingOf(input);
		return [
			...new Set([
				...(packaging?.declared ?? []).map(({ at }) => at.path),
				...(packaging?.named ?? []).map(({ at }) => at.path),
				...input.project.manifests.filter(path => path.endsWith('pyproject.toml')),
			]),
		];
	},
	plan(input) {
		const packaging = packagingOf(input);
		if (!packaging) return declined('nothing is known of the project');
		if (input.answers['drop-older'] !== 'yes')
			return declined(`support for Python older than ${wanted} is kept`);
		const blocked = blocker(input, packaging);
		if (blocked !== null) return declined(`${blocked}, which has to be mended first`);
		const [deployed] = input.answers['deploy'] === 'yes' ? [] : oldDeployed(packaging);
		if (deployed)
			return declined(
				`\`${deployed.at.path}:${deployed.at.line ?? 0}\` deploys on Python ${nameOfMinor(deployed.minor)}, which could not install the project any more; answer yes to change it too`,
			);
		const first = new Map<string, readonly Step[]>();
		for (const declared of packaging.declared) {
			if ((declared.minors?.[0] ?? wantedMinor) >= wantedMinor) continue;
			const isSetup = /\.(?:cfg|py)$/.test(declared.at.path);
			first.set(declared.at.path, [
				...(first.get(declared.at.path) ?? []),
				raise(declared),
				...(isSetup ? [(text: string) => raiseClassifierLines(text, wantedMinor)] : []),
			]);
		}
		if (packaging.declared.length === 0) {
			const manifest = input.project.manifests.find(path => path.endsWith('pyproject.toml'));
			if (manifest === undefined) return declined('there is no `pyproject.toml` to declare it in');
			first.set(manifest, [declare]);
		}
		const places = packaging.named.filter(isOld);
		const made = pythonEdits(input.texts, places, wantedMinor, input.facts, first);
		if (typeof made === 'string') return declined(made);
		const stuck = made.left.find(({ use }) => use === 'deploy');
		if (stuck)
			return declined(
				`\`${stuck.at.path}:${stuck.at.line ?? 0}\` deploys on Python ${nameOfMinor(stuck.minor)} and has to be changed by hand first`,
			);
		const [edit, ...more] = made.edits;
		if (!edit) return declined('there is nothing to change');
		const unread = [
			...made.left.map(({ at, version }) => `${at.path}:${at.line ?? 0} (${version})`),
			...olderPyPys(input.texts),
		];
		const [lock] = packaging.locks;
		const capped = packaging.declared.find(
			({ minors }) => minors !== null && minors.length > 0 && !minors.includes(wantedMinor),
		);
		const followUps = [
			...(capped
				? [`Install and test on Python ${wanted}: \`${capped.specifier}\` has ruled it out until now`]
				: []),
			...(unread.length > 0 ? [`Look at ${unread.join(', ')}`] : []),
			...[...input.facts.paths.keys()]
				.filter(path => otherPipeline.test(path) && !packaging.named.some(({ at }) => at.path === path))
				.toSorted()
				.map(path => `Run \`${path}\` on Python ${wanted}`),
		];
		const common = {
			summary: `require Python ${wanted} or newer`,
			area: 'python',
			changed: [
				`The oldest Python allowed is ${wanted}.`,
				...(places.length > made.left.length
					? [
							made.left.length > 0
								? 'Other places that named an older one follow, as far as they can be edited.'
								: 'Every other place that named an older one follows.',
						]
					: []),
			],
			atRunTime:
				input.answers['deploy'] === 'yes'
					? `The next deployment runs on Python ${wanted}.`
					: 'Installing on an older Python is refused.',
		};
		if (lock?.kind === 'uv') {
			// The range stands in the lock too: both change in one commit, or neither.
			return {
				...common,
				outcome: 'execution',
				changed: [...common.changed, `\`${lock.path}\` is written again by uv.`],
				followUps,
				commands: uvLockCommands,
				inputs: uvInputs(input),
				directory: input.project.lockRoot,
				outputs: [lock.path],
				edits: [edit, ...more],
			};
		}
		return {
			...common,
			outcome: 'plan',
			followUps: [
				...(lock && lockCommands[lock.kind] === undefined ? [`Write \`${lock.path}\` again`] : []),
				...followUps,
			],
			edits: [edit, ...more],
			...(made.dropsComments.length > 0 ? { dropsComments: made.dropsComments } : {}),
			...(lock ? { lockDirty: true } : {}),
			// Without a range there was nothing that other places could disagree with.
			...(packaging.declared.length === 0 ? { reveals: true } : {}),
		};
	},
});
