/** One test of a test file: a function or method called `test…`, outside other functions. */
export interface TestFunction {
	readonly name: string;
	readonly line: number;
	/** Classes around it, outermost first. */
	readonly classes: readonly string[];
	readonly isAsync: boolean;
	/** Last parts of its decorators' names: `asyncio` of `@pytest.mark.asyncio`. */
	readonly decorators: readonly string[];
	/** Something in it can fail the test: an assertion, or a call that is named like one. */
	readonly asserts: boolean;
	/** What it calls and takes, last name parts only; left empty where it asserts by itself. */
	readonly calls: readonly string[];
	/**
	 * How its body is ordered: `shaped` where all assertions come last, `mixed` where work follows an assertion;
	 * `untold` for a single statement, none that asserts, or assertions inside loops and conditions.
	 */
	readonly order: 'shaped' | 'mixed' | 'untold';
	/** An assertion, then a call, then an assertion again. */
	readonly isMultiAct: boolean;
	/** Where it is beyond doubt what arranges, what acts and what asserts, and no comment says so yet. */
	readonly steps: TestSteps | null;
}

/** Lines of the first statement of each step. */
export interface TestSteps {
	readonly arrange: number;
	readonly act: number;
	readonly assert: number;
}

/** A container that a test file starts. */
export interface TestContainer {
	/** The class, such as `RedisContainer`. */
	readonly name: string;
	readonly line: number;
	/** Of a literal; null where it is the library's default, `?` where it is worked out. */
	readonly image: string | null;
}

/** A class of a test file that has methods called `test…`. */
export interface TestClass {
	readonly name: string;
	readonly line: number;
	/** As written, such as `unittest.TestCase`. */
	readonly bases: readonly string[];
	readonly hasInit: boolean;
	readonly tests: number;
	readonly isNested: boolean;
	readonly isDecorated: boolean;
}

/** A function of a test file that is no test, as far as it matters to tests that call it. */
export interface TestHelper {
	readonly name: string;
	readonly asserts: boolean;
	readonly calls: readonly string[];
}

/** A place where a test file reaches outside its process. */
export interface OutsideCall {
	readonly kind: 'http' | 'sleep' | 'aws';
	readonly line: number;
	/** Brief: `requests.get`. */
	readonly call: string;
}

/** How the tests of one file are written. */
export interface TestCode {
	readonly tests: readonly TestFunction[];
	readonly classes: readonly TestClass[];
	readonly helpers: readonly TestHelper[];
	/** Names that classes of the file derive from, last parts. */
	readonly derivedFrom: readonly string[];
	/** Lines of blocks that expect an error or a warning, first and last. */
	readonly expecting: readonly (readonly [from: number, to: number])[];
	readonly outside: readonly OutsideCall[];
	/** Stand-ins that it names: for HTTP, for AWS; a patched `sleep`. */
	readonly fakes: readonly ('http' | 'aws' | 'sleep')[];
	/** It sets `AWS_ACCESS_KEY_ID`. */
	readonly setsCredentials: boolean;
	/** It runs asynchronous tests by a hook of its own. */
	readonly runsCoroutines: boolean;
	/** `Mock()` and `MagicMock()`: with a specification of what they stand for, and without. */
	readonly containers: readonly TestContainer[];
	/** Line of the first URL or setting that names SQLite; 0 for none. */
	readonly sqlite: number;
	/** It names LocalStack, or its port. */
	readonly hasLocalstack: boolean;
	/** Calls and decorators of `moto.mock_s3` and its like, which went with moto 5. */
	readonly oldMocks: readonly { readonly name: string; readonly line: number }[];
	/** It imports from moto what the version at hand has. */
	readonly choosesMoto: boolean;
	readonly doubles: { readonly specified: number; readonly bare: number; readonly firstBare: number };
}

/** An image of a service, with its version: `mysql:8.4`. */
export interface ServiceImage {
	readonly image: string;
	readonly line: number;
}
