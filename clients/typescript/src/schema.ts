// Written by `npm run schema`.

export type NestedElements = number | boolean | "NaN" | "Infinity" | "-Infinity" | NestedElements[];
export interface paths {
    "/gradient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Loss and gradients
         * @description Runs the graph forward once and walks the tape backward once. Answers the target's value and its gradient with respect to every source.
         */
        post: operations["gradient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Values of the outputs
         * @description Runs the graph forward. Answers its outputs, or the values named in `outputs`.
         */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vjp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Vector-Jacobian products
         * @description Pulls cotangents of the outputs back to the sources, one of each or several at once.
         */
        post: operations["vjp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jvp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Jacobian-vector products
         * @description Pushes tangents of the inputs forward to the outputs, one of each or several at once.
         */
        post: operations["jvp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jacobian": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Jacobians
         * @description All derivatives of every element of the outputs, in one batched pass, forward or in reverse.
         */
        post: operations["jacobian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hessian": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Loss, gradients and Hessian
         * @description Second derivatives of the loss for every pair of sources.
         */
        post: operations["hessian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hessian-vector products
         * @description The Hessian of the loss times vectors, without forming the Hessian.
         */
        post: operations["hvp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Loss and gradients for many rows
         * @description Carries one graph out for every row of some values, in one batched pass: many sets of parameters, or many shards of data. Answers loss and gradients for each row, or their sum or mean.
         */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check gradients
         * @description Compares every gradient with central differences of the loss, element by element, and says for each source which element is worst, and which sit on a kink.
         */
        post: operations["check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/minimize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Minimize the loss
         * @description Moves the sources to where the loss is least, by one of SciPy's methods with exact derivatives or by steps along the gradient, over batches of the data if it likes. With `Accept: text/event-stream` every step is told as it is taken.
         */
        post: operations["minimize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate the work
         * @description How many operations, FLOPs and bytes a question takes, without answering it. Shapes declared in the graph's `inputs` may stand for values.
         */
        post: operations["estimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at a graph
         * @description Checks a graph or a program, with values, with declared shapes, or with neither. Answers it in both forms, its inputs, the shapes that are known, and what it would take.
         */
        post: operations["graph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Draw a graph
         * @description An SVG of the graph, with its functions as boxes, or of the tape recorded for it. Shapes are shown where they are known, values and adjoints where values are given.
         */
        post: operations["graph_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All operations
         * @description Every operation that a graph may use, by family.
         */
        get: operations["operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One operation
         * @description All that is known of an operation: operands, attributes, derivative, kinks, an example with its answer.
         */
        get: operations["operation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All kinds of errors
         * @description Every kind of error that is answered, with its status.
         */
        get: operations["problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One kind of error
         * @description What a kind of error means; the `type` of every problem leads here.
         */
        get: operations["problem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the event loop turns.
         */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Should it be sent requests?
         * @description 503 while the service starts or stops, and while requests wait for a thread or for memory.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AttributeEntry
         * @description A keyword of an operation.
         */
        AttributeEntry: {
            /** Name */
            name: string;
            /**
             * Type
             * @description Its type in words.
             */
            type: string;
            /**
             * Json Schema
             * @description Its type as a JSON schema.
             */
            json_schema: {
                [key: string]: unknown;
            };
            /** Required */
            required: boolean;
            /**
             * Default
             * @description What it is when left out.
             */
            default?: unknown;
            /** Text */
            text: string;
        };
        /**
         * ErrorEntry
         * @description A kind of error.
         */
        ErrorEntry: {
            /** Type */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Description */
            description: string;
        };
        /**
         * ExampleEntry
         * @description A request that uses the operation, and its answer.
         */
        ExampleEntry: {
            /** Path */
            path: string;
            /** Request */
            request: {
                [key: string]: unknown;
            };
            /** Answer */
            answer: {
                [key: string]: unknown;
            };
        };
        /**
         * Health
         * @description The state of the service.
         */
        Health: {
            /**
             * Status
             * @enum {string}
             */
            status: "alive" | "ready" | "starting or stopping" | "busy";
        };
        /**
         * OperandEntry
         * @description A positional input of an operation.
         */
        OperandEntry: {
            /** Name */
            name: string;
            /**
             * Kind
             * @description What it holds, and how it is converted.
             */
            kind: string;
            /** Optional */
            optional: boolean;
            /**
             * Variadic
             * @description Whether any number of inputs may stand in its place.
             */
            variadic: boolean;
        };
        /**
         * OperationEntry
         * @description All that is said of an operation.
         */
        OperationEntry: {
            /** Name */
            name: string;
            /** Family */
            family: string;
            /** Summary */
            summary: string;
            /** Aliases */
            aliases: string[];
            /** Signature */
            signature: string;
            /** Doc */
            doc: string;
            /** Operands */
            operands: components["schemas"]["OperandEntry"][];
            /** Attributes */
            attributes: components["schemas"]["AttributeEntry"][];
            /**
             * Results
             * @description Names of the results, if there are several.
             */
            results: string[];
            /**
             * Elementwise
             * @description Whether operands broadcast and elements are computed one by one.
             */
            elementwise: boolean;
            /**
             * Composition
             * @description What it stands for, if it is recorded as other operations.
             */
            composition: string[];
            /**
             * Derivative
             * @description What is recorded in reverse, for the example: `g` is the cotangent of the result `y` (`z` where an operand is called y), `d_x` that of operand x. Broadcasting is undone afterwards.
             */
            derivative: string[];
            /**
             * Kink
             * @description What the derivative is where it has a choice.
             */
            kink: string;
            example: components["schemas"]["ExampleEntry"];
        };
        /**
         * OperationSummary
         * @description An operation in a line.
         */
        OperationSummary: {
            /** Name */
            name: string;
            /** Family */
            family: string;
            /** Summary */
            summary: string;
            /** Aliases */
            aliases: string[];
        };
        /**
         * BatchRequest
         * @description Values for a graph, some of them for many rows at once: what are the loss and its gradients?
         */
        BatchRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Batched
             * @description Names of values that carry a leading axis; the graph is given one row of each at a time. All have equally many rows.
             */
            batched: string[];
            /**
             * Reduce
             * @description Whether losses and gradients are answered for each row, along a leading axis, or added up or averaged over the rows.
             * @default none
             * @enum {string}
             */
            reduce?: "none" | "sum" | "mean";
        };
        /**
         * Batches
         * @description Data taken a part at a time.
         */
        Batches: {
            /**
             * Axis
             * @description For each constant that is cut, the axis that counts the examples.
             */
            axis: {
                [key: string]: number;
            };
            /**
             * Size
             * @description Examples of one step. Those left over wait for another shuffle.
             */
            size: number;
            /**
             * Shuffle
             * @description Whether the examples are shuffled each time all were seen.
             * @default true
             */
            shuffle?: boolean;
            /**
             * Seed
             * @description Of the shuffling; the same gives the same answer.
             * @default 0
             */
            seed?: number;
        };
        /**
         * CheckAnswer
         * @description The verdict on every gradient.
         */
        CheckAnswer: {
            /** Passed */
            passed: boolean;
            /** Loss */
            loss: components["schemas"]["Array"];
            /** Sources */
            sources: {
                [key: string]: components["schemas"]["SourceCheck"];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * CheckRequest
         * @description Values for a graph: do its gradients agree with central differences?
         */
        CheckRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Rtol
             * @description Tolerance relative to the largest element of the gradient.
             * @default 0.000001
             */
            rtol?: number;
            /**
             * Atol
             * @description Absolute tolerance.
             * @default 1e-9
             */
            atol?: number;
        };
        /**
         * DeclaredInput
         * @description What a graph says of one of its inputs.
         */
        DeclaredInput: {
            /**
             * Dtype
             * @description Its dtype, whatever the numbers given look like.
             * @default null
             */
            dtype?: ("bool" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float32" | "float64" | "complex64" | "complex128") | null;
            /**
             * Shape
             * @description Its shape; null for a length that may be anything.
             * @default null
             */
            shape?: (number | null)[] | null;
            /**
             * Trainable
             * @description Whether it is differentiated when `sources` is left out and it is a parameter.
             * @default true
             */
            trainable?: boolean;
            /**
             * Doc
             * @description What it is.
             * @default
             */
            doc?: string;
        };
        /**
         * EstimateAnswer
         * @description What the work would take.
         */
        EstimateAnswer: {
            /**
             * Operations
             * @description Operations carried out; those of a loop count at every step.
             */
            operations: number;
            /**
             * Flops
             * @description Floating-point operations.
             */
            flops: number;
            /**
             * Peak Bytes
             * @description The most memory held at one time.
             */
            peak_bytes: number;
            /**
             * Within Budget
             * @description Whether the service would do it.
             */
            within_budget: boolean;
            /**
             * Most Expensive
             * @description Up to five nodes, with their derivatives' work.
             */
            most_expensive: components["schemas"]["Expense"][];
            /**
             * Shapes
             * @description The shape of every node's result.
             */
            shapes: {
                [key: string]: number[];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * EstimateRequest
         * @description A graph with values, or with shapes declared in its `inputs`: what would the work take?
         */
        EstimateRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Question
             * @description Which question the estimate is for.
             * @default gradient
             * @enum {string}
             */
            question?: "evaluate" | "gradient" | "jacobian" | "hessian";
        };
        /**
         * EvaluateAnswer
         * @description The values asked for, by name.
         */
        EvaluateAnswer: {
            /**
             * Outputs
             * @description The outputs by name.
             */
            outputs: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * EvaluateRequest
         * @description Values for a graph: what are its outputs?
         */
        EvaluateRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
        };
        /**
         * Expense
         * @description One node's share of the work.
         */
        Expense: {
            /** Node */
            node: string;
            /** Op */
            op: string;
            /** Flops */
            flops: number;
        };
        /**
         * FunctionDocument
         * @description A graph of its own, for loops and branches to carry out. Its nodes may also use the names that the node
         *     that uses the function could use.
         */
        FunctionDocument: {
            /**
             * Inputs
             * @description Its arguments, by position.
             */
            inputs: components["schemas"]["Name"][];
            /**
             * Nodes
             * @description Its operations in order.
             */
            nodes: (components["schemas"]["sigmoid_node"] | components["schemas"]["log_sigmoid_node"] | components["schemas"]["softplus_node"] | components["schemas"]["relu_node"] | components["schemas"]["leaky_relu_node"] | components["schemas"]["elu_node"] | components["schemas"]["gated_node"] | components["schemas"]["gelu_node"] | components["schemas"]["silu_node"] | components["schemas"]["relu6_node"] | components["schemas"]["selu_node"] | components["schemas"]["celu_node"] | components["schemas"]["mish_node"] | components["schemas"]["hard_tanh_node"] | components["schemas"]["hard_sigmoid_node"] | components["schemas"]["hard_swish_node"] | components["schemas"]["softsign_node"] | components["schemas"]["softmax_node"] | components["schemas"]["log_softmax_node"] | components["schemas"]["add_node"] | components["schemas"]["subtract_node"] | components["schemas"]["multiply_node"] | components["schemas"]["divide_node"] | components["schemas"]["floor_divide_node"] | components["schemas"]["remainder_node"] | components["schemas"]["negative_node"] | components["schemas"]["positive_node"] | components["schemas"]["abs_node"] | components["schemas"]["sign_node"] | components["schemas"]["square_node"] | components["schemas"]["sqrt_node"] | components["schemas"]["rsqrt_node"] | components["schemas"]["cbrt_node"] | components["schemas"]["reciprocal_node"] | components["schemas"]["power_node"] | components["schemas"]["maximum_node"] | components["schemas"]["minimum_node"] | components["schemas"]["fmax_node"] | components["schemas"]["fmin_node"] | components["schemas"]["copysign_node"] | components["schemas"]["squared_difference_node"] | components["schemas"]["divide_no_nan_node"] | components["schemas"]["multiply_no_nan_node"] | components["schemas"]["lerp_node"] | components["schemas"]["multiply_add_node"] | components["schemas"]["embedding_node"] | components["schemas"]["dot_product_attention_node"] | components["schemas"]["real_node"] | components["schemas"]["imag_node"] | components["schemas"]["conj_node"] | components["schemas"]["angle_node"] | components["schemas"]["make_complex_node"] | components["schemas"]["conv_node"] | components["schemas"]["conv_transpose_node"] | components["schemas"]["conv_kernel_gradient_node"] | components["schemas"]["zeros_node"] | components["schemas"]["ones_node"] | components["schemas"]["full_node"] | components["schemas"]["arange_node"] | components["schemas"]["linspace_node"] | components["schemas"]["eye_node"] | components["schemas"]["zeros_like_node"] | components["schemas"]["ones_like_node"] | components["schemas"]["full_like_node"] | components["schemas"]["getitem_node"] | components["schemas"]["at_set_node"] | components["schemas"]["at_add_node"] | components["schemas"]["take_node"] | components["schemas"]["take_along_axis_node"] | components["schemas"]["one_hot_node"] | components["schemas"]["segment_sum_node"] | components["schemas"]["cumulative_sum_node"] | components["schemas"]["cumulative_prod_node"] | components["schemas"]["cumulative_argmax_node"] | components["schemas"]["cumulative_argmin_node"] | components["schemas"]["cumulative_max_node"] | components["schemas"]["cumulative_min_node"] | components["schemas"]["cumulative_logsumexp_node"] | components["schemas"]["sum_node"] | components["schemas"]["mean_node"] | components["schemas"]["prod_node"] | components["schemas"]["max_node"] | components["schemas"]["min_node"] | components["schemas"]["any_node"] | components["schemas"]["all_node"] | components["schemas"]["count_nonzero_node"] | components["schemas"]["var_node"] | components["schemas"]["std_node"] | components["schemas"]["logsumexp_node"] | components["schemas"]["argmax_node"] | components["schemas"]["argmin_node"] | components["schemas"]["cross_node"] | components["schemas"]["kron_node"] | components["schemas"]["diag_embed_node"] | components["schemas"]["diag_node"] | components["schemas"]["vector_norm_node"] | components["schemas"]["matrix_norm_node"] | components["schemas"]["matrix_power_node"] | components["schemas"]["expm_node"] | components["schemas"]["expm_frechet_node"] | components["schemas"]["det_node"] | components["schemas"]["adjugate_node"] | components["schemas"]["slogdet_node"] | components["schemas"]["logdet_node"] | components["schemas"]["inv_node"] | components["schemas"]["solve_node"] | components["schemas"]["solve_triangular_node"] | components["schemas"]["cholesky_node"] | components["schemas"]["qr_node"] | components["schemas"]["svd_node"] | components["schemas"]["svdvals_node"] | components["schemas"]["eigh_node"] | components["schemas"]["eigvalsh_node"] | components["schemas"]["pinv_node"] | components["schemas"]["matrix_rank_node"] | components["schemas"]["lstsq_node"] | components["schemas"]["multivariate_normal_log_prob_node"] | components["schemas"]["normal_log_prob_node"] | components["schemas"]["lognormal_log_prob_node"] | components["schemas"]["half_normal_log_prob_node"] | components["schemas"]["truncated_normal_log_prob_node"] | components["schemas"]["laplace_log_prob_node"] | components["schemas"]["logistic_log_prob_node"] | components["schemas"]["gumbel_log_prob_node"] | components["schemas"]["cauchy_log_prob_node"] | components["schemas"]["half_cauchy_log_prob_node"] | components["schemas"]["student_t_log_prob_node"] | components["schemas"]["uniform_log_prob_node"] | components["schemas"]["exponential_log_prob_node"] | components["schemas"]["gamma_log_prob_node"] | components["schemas"]["chi2_log_prob_node"] | components["schemas"]["inverse_gamma_log_prob_node"] | components["schemas"]["weibull_log_prob_node"] | components["schemas"]["pareto_log_prob_node"] | components["schemas"]["beta_log_prob_node"] | components["schemas"]["dirichlet_log_prob_node"] | components["schemas"]["von_mises_log_prob_node"] | components["schemas"]["bernoulli_log_prob_node"] | components["schemas"]["geometric_log_prob_node"] | components["schemas"]["binomial_log_prob_node"] | components["schemas"]["negative_binomial_log_prob_node"] | components["schemas"]["poisson_log_prob_node"] | components["schemas"]["categorical_log_prob_node"] | components["schemas"]["multinomial_log_prob_node"] | components["schemas"]["exp_node"] | components["schemas"]["exp2_node"] | components["schemas"]["expm1_node"] | components["schemas"]["log_node"] | components["schemas"]["log1p_node"] | components["schemas"]["log2_node"] | components["schemas"]["log10_node"] | components["schemas"]["logaddexp_node"] | components["schemas"]["logaddexp2_node"] | components["schemas"]["xlogy_node"] | components["schemas"]["xlog1py_node"] | components["schemas"]["identity_node"] | components["schemas"]["stop_gradient_node"] | components["schemas"]["astype_node"] | components["schemas"]["dft_node"] | components["schemas"]["idft_node"] | components["schemas"]["fft_node"] | components["schemas"]["ifft_node"] | components["schemas"]["rfft_node"] | components["schemas"]["irfft_node"] | components["schemas"]["fft2_node"] | components["schemas"]["ifft2_node"] | components["schemas"]["matmul_node"] | components["schemas"]["dot_node"] | components["schemas"]["tensordot_node"] | components["schemas"]["vecdot_node"] | components["schemas"]["outer_node"] | components["schemas"]["diagonal_node"] | components["schemas"]["trace_node"] | components["schemas"]["einsum_node"] | components["schemas"]["equal_node"] | components["schemas"]["not_equal_node"] | components["schemas"]["less_node"] | components["schemas"]["less_equal_node"] | components["schemas"]["greater_node"] | components["schemas"]["greater_equal_node"] | components["schemas"]["logical_and_node"] | components["schemas"]["logical_or_node"] | components["schemas"]["logical_xor_node"] | components["schemas"]["logical_not_node"] | components["schemas"]["isnan_node"] | components["schemas"]["isinf_node"] | components["schemas"]["isfinite_node"] | components["schemas"]["nan_to_num_node"] | components["schemas"]["check_numerics_node"] | components["schemas"]["checkpoint_node"] | components["schemas"]["where_node"] | components["schemas"]["clip_node"] | components["schemas"]["mean_squared_error_node"] | components["schemas"]["mean_absolute_error_node"] | components["schemas"]["huber_loss_node"] | components["schemas"]["softmax_cross_entropy_node"] | components["schemas"]["sigmoid_cross_entropy_node"] | components["schemas"]["binary_cross_entropy_node"] | components["schemas"]["kl_divergence_node"] | components["schemas"]["hinge_loss_node"] | components["schemas"]["cosine_similarity_node"] | components["schemas"]["poisson_nll_node"] | components["schemas"]["layer_norm_node"] | components["schemas"]["rms_norm_node"] | components["schemas"]["group_norm_node"] | components["schemas"]["batch_norm_node"] | components["schemas"]["max_pool_node"] | components["schemas"]["max_pool_indices_node"] | components["schemas"]["max_unpool_node"] | components["schemas"]["avg_pool_node"] | components["schemas"]["random_normal_node"] | components["schemas"]["random_uniform_node"] | components["schemas"]["random_bernoulli_node"] | components["schemas"]["dropout_node"] | components["schemas"]["floor_node"] | components["schemas"]["ceil_node"] | components["schemas"]["trunc_node"] | components["schemas"]["round_node"] | components["schemas"]["reshape_node"] | components["schemas"]["flatten_node"] | components["schemas"]["permute_dims_node"] | components["schemas"]["matrix_transpose_node"] | components["schemas"]["moveaxis_node"] | components["schemas"]["expand_dims_node"] | components["schemas"]["squeeze_node"] | components["schemas"]["broadcast_to_node"] | components["schemas"]["concat_node"] | components["schemas"]["stack_node"] | components["schemas"]["split_node"] | components["schemas"]["unstack_node"] | components["schemas"]["flip_node"] | components["schemas"]["roll_node"] | components["schemas"]["tile_node"] | components["schemas"]["pad_node"] | components["schemas"]["tril_node"] | components["schemas"]["triu_node"] | components["schemas"]["repeat_node"] | components["schemas"]["atleast_nd_node"] | components["schemas"]["meshgrid_node"] | components["schemas"]["convolve_node"] | components["schemas"]["searchsorted_node"] | components["schemas"]["interp_node"] | components["schemas"]["argsort_node"] | components["schemas"]["sort_node"] | components["schemas"]["top_k_node"] | components["schemas"]["median_node"] | components["schemas"]["quantile_node"] | components["schemas"]["erf_node"] | components["schemas"]["erfc_node"] | components["schemas"]["gammaln_node"] | components["schemas"]["digamma_node"] | components["schemas"]["polygamma_node"] | components["schemas"]["betaln_node"] | components["schemas"]["erfinv_node"] | components["schemas"]["erfcx_node"] | components["schemas"]["erfcx_derivative_node"] | components["schemas"]["ndtr_node"] | components["schemas"]["log_ndtr_node"] | components["schemas"]["ndtri_node"] | components["schemas"]["logit_node"] | components["schemas"]["entr_node"] | components["schemas"]["i0e_node"] | components["schemas"]["i1e_node"] | components["schemas"]["ive_node"] | components["schemas"]["ive_derivative_node"] | components["schemas"]["i0_node"] | components["schemas"]["i1_node"] | components["schemas"]["iv_node"] | components["schemas"]["sin_node"] | components["schemas"]["cos_node"] | components["schemas"]["tan_node"] | components["schemas"]["asin_node"] | components["schemas"]["acos_node"] | components["schemas"]["one_minus_square_node"] | components["schemas"]["atan_node"] | components["schemas"]["atan2_node"] | components["schemas"]["sinh_node"] | components["schemas"]["cosh_node"] | components["schemas"]["tanh_node"] | components["schemas"]["sech_node"] | components["schemas"]["asinh_node"] | components["schemas"]["acosh_node"] | components["schemas"]["atanh_node"] | components["schemas"]["hypot_node"] | components["schemas"]["hypot_slope_node"] | components["schemas"]["deg2rad_node"] | components["schemas"]["rad2deg_node"] | components["schemas"]["sinc_node"] | components["schemas"]["sinc_derivative_node"] | components["schemas"]["scan_node"] | components["schemas"]["while_loop_node"] | components["schemas"]["cond_node"] | components["schemas"]["map_node"] | components["schemas"]["call_node"] | components["schemas"]["gradient_node"] | components["schemas"]["jacobian_node"] | components["schemas"]["hessian_node"] | components["schemas"]["hvp_node"] | components["schemas"]["vjp_node"] | components["schemas"]["jvp_node"])[];
            /**
             * Outputs
             * @description Its results, by position; null for its last node.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * @description A function that takes the place of its derivative: from the cotangents of its outputs, then its inputs, then its outputs, to a cotangent for each input.
             * @default null
             */
            gradient?: components["schemas"]["Name"] | null;
            /**
             * Checkpoint
             * @description Keep only its arguments for the backward pass, and compute everything else again there.
             * @default false
             */
            checkpoint?: boolean;
        };
        /**
         * GradientAnswer
         * @description The loss and every gradient.
         */
        GradientAnswer: {
            /**
             * Loss
             * @description The target's value; a list of values for a list of targets.
             */
            loss: components["schemas"]["Array"];
            /**
             * Gradients
             * @description For each source an array of its shape; null where it does not matter.
             */
            gradients: {
                [key: string]: components["schemas"]["Array"] | components["schemas"]["IndexedSlices"] | null;
            };
            /**
             * Outputs
             * @description The values named in `outputs`, if it was given.
             * @default {}
             */
            outputs?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
            /**
             * Trace
             * @description The tape, if it was asked for.
             * @default []
             */
            trace?: components["schemas"]["TraceEntry"][];
        };
        /**
         * GradientRequest
         * @description Values for a graph: what are the loss and its gradients?
         */
        GradientRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Output Gradients
             * @description Weights for the elements of the target, of its shape; for a list of targets, a list with one entry each, null for ones.
             * @default null
             */
            output_gradients?: components["schemas"]["Array"] | null;
            /**
             * Sparse
             * @description Answer the gradient of a source that only rows were taken from (`take`, `embedding`) as these rows and their indices.
             * @default false
             */
            sparse?: boolean;
            /**
             * Trace
             * @description Answer the recorded tape too: every instruction, its value and its adjoint.
             * @default false
             */
            trace?: boolean;
        };
        /**
         * Graph
         * @description A computation graph: a list of operations, each using only what came before it. The list is the tape.
         */
        Graph: {
            /**
             * Nodes
             * @description The operations in order.
             */
            nodes: (components["schemas"]["sigmoid_node"] | components["schemas"]["log_sigmoid_node"] | components["schemas"]["softplus_node"] | components["schemas"]["relu_node"] | components["schemas"]["leaky_relu_node"] | components["schemas"]["elu_node"] | components["schemas"]["gated_node"] | components["schemas"]["gelu_node"] | components["schemas"]["silu_node"] | components["schemas"]["relu6_node"] | components["schemas"]["selu_node"] | components["schemas"]["celu_node"] | components["schemas"]["mish_node"] | components["schemas"]["hard_tanh_node"] | components["schemas"]["hard_sigmoid_node"] | components["schemas"]["hard_swish_node"] | components["schemas"]["softsign_node"] | components["schemas"]["softmax_node"] | components["schemas"]["log_softmax_node"] | components["schemas"]["add_node"] | components["schemas"]["subtract_node"] | components["schemas"]["multiply_node"] | components["schemas"]["divide_node"] | components["schemas"]["floor_divide_node"] | components["schemas"]["remainder_node"] | components["schemas"]["negative_node"] | components["schemas"]["positive_node"] | components["schemas"]["abs_node"] | components["schemas"]["sign_node"] | components["schemas"]["square_node"] | components["schemas"]["sqrt_node"] | components["schemas"]["rsqrt_node"] | components["schemas"]["cbrt_node"] | components["schemas"]["reciprocal_node"] | components["schemas"]["power_node"] | components["schemas"]["maximum_node"] | components["schemas"]["minimum_node"] | components["schemas"]["fmax_node"] | components["schemas"]["fmin_node"] | components["schemas"]["copysign_node"] | components["schemas"]["squared_difference_node"] | components["schemas"]["divide_no_nan_node"] | components["schemas"]["multiply_no_nan_node"] | components["schemas"]["lerp_node"] | components["schemas"]["multiply_add_node"] | components["schemas"]["embedding_node"] | components["schemas"]["dot_product_attention_node"] | components["schemas"]["real_node"] | components["schemas"]["imag_node"] | components["schemas"]["conj_node"] | components["schemas"]["angle_node"] | components["schemas"]["make_complex_node"] | components["schemas"]["conv_node"] | components["schemas"]["conv_transpose_node"] | components["schemas"]["conv_kernel_gradient_node"] | components["schemas"]["zeros_node"] | components["schemas"]["ones_node"] | components["schemas"]["full_node"] | components["schemas"]["arange_node"] | components["schemas"]["linspace_node"] | components["schemas"]["eye_node"] | components["schemas"]["zeros_like_node"] | components["schemas"]["ones_like_node"] | components["schemas"]["full_like_node"] | components["schemas"]["getitem_node"] | components["schemas"]["at_set_node"] | components["schemas"]["at_add_node"] | components["schemas"]["take_node"] | components["schemas"]["take_along_axis_node"] | components["schemas"]["one_hot_node"] | components["schemas"]["segment_sum_node"] | components["schemas"]["cumulative_sum_node"] | components["schemas"]["cumulative_prod_node"] | components["schemas"]["cumulative_argmax_node"] | components["schemas"]["cumulative_argmin_node"] | components["schemas"]["cumulative_max_node"] | components["schemas"]["cumulative_min_node"] | components["schemas"]["cumulative_logsumexp_node"] | components["schemas"]["sum_node"] | components["schemas"]["mean_node"] | components["schemas"]["prod_node"] | components["schemas"]["max_node"] | components["schemas"]["min_node"] | components["schemas"]["any_node"] | components["schemas"]["all_node"] | components["schemas"]["count_nonzero_node"] | components["schemas"]["var_node"] | components["schemas"]["std_node"] | components["schemas"]["logsumexp_node"] | components["schemas"]["argmax_node"] | components["schemas"]["argmin_node"] | components["schemas"]["cross_node"] | components["schemas"]["kron_node"] | components["schemas"]["diag_embed_node"] | components["schemas"]["diag_node"] | components["schemas"]["vector_norm_node"] | components["schemas"]["matrix_norm_node"] | components["schemas"]["matrix_power_node"] | components["schemas"]["expm_node"] | components["schemas"]["expm_frechet_node"] | components["schemas"]["det_node"] | components["schemas"]["adjugate_node"] | components["schemas"]["slogdet_node"] | components["schemas"]["logdet_node"] | components["schemas"]["inv_node"] | components["schemas"]["solve_node"] | components["schemas"]["solve_triangular_node"] | components["schemas"]["cholesky_node"] | components["schemas"]["qr_node"] | components["schemas"]["svd_node"] | components["schemas"]["svdvals_node"] | components["schemas"]["eigh_node"] | components["schemas"]["eigvalsh_node"] | components["schemas"]["pinv_node"] | components["schemas"]["matrix_rank_node"] | components["schemas"]["lstsq_node"] | components["schemas"]["multivariate_normal_log_prob_node"] | components["schemas"]["normal_log_prob_node"] | components["schemas"]["lognormal_log_prob_node"] | components["schemas"]["half_normal_log_prob_node"] | components["schemas"]["truncated_normal_log_prob_node"] | components["schemas"]["laplace_log_prob_node"] | components["schemas"]["logistic_log_prob_node"] | components["schemas"]["gumbel_log_prob_node"] | components["schemas"]["cauchy_log_prob_node"] | components["schemas"]["half_cauchy_log_prob_node"] | components["schemas"]["student_t_log_prob_node"] | components["schemas"]["uniform_log_prob_node"] | components["schemas"]["exponential_log_prob_node"] | components["schemas"]["gamma_log_prob_node"] | components["schemas"]["chi2_log_prob_node"] | components["schemas"]["inverse_gamma_log_prob_node"] | components["schemas"]["weibull_log_prob_node"] | components["schemas"]["pareto_log_prob_node"] | components["schemas"]["beta_log_prob_node"] | components["schemas"]["dirichlet_log_prob_node"] | components["schemas"]["von_mises_log_prob_node"] | components["schemas"]["bernoulli_log_prob_node"] | components["schemas"]["geometric_log_prob_node"] | components["schemas"]["binomial_log_prob_node"] | components["schemas"]["negative_binomial_log_prob_node"] | components["schemas"]["poisson_log_prob_node"] | components["schemas"]["categorical_log_prob_node"] | components["schemas"]["multinomial_log_prob_node"] | components["schemas"]["exp_node"] | components["schemas"]["exp2_node"] | components["schemas"]["expm1_node"] | components["schemas"]["log_node"] | components["schemas"]["log1p_node"] | components["schemas"]["log2_node"] | components["schemas"]["log10_node"] | components["schemas"]["logaddexp_node"] | components["schemas"]["logaddexp2_node"] | components["schemas"]["xlogy_node"] | components["schemas"]["xlog1py_node"] | components["schemas"]["identity_node"] | components["schemas"]["stop_gradient_node"] | components["schemas"]["astype_node"] | components["schemas"]["dft_node"] | components["schemas"]["idft_node"] | components["schemas"]["fft_node"] | components["schemas"]["ifft_node"] | components["schemas"]["rfft_node"] | components["schemas"]["irfft_node"] | components["schemas"]["fft2_node"] | components["schemas"]["ifft2_node"] | components["schemas"]["matmul_node"] | components["schemas"]["dot_node"] | components["schemas"]["tensordot_node"] | components["schemas"]["vecdot_node"] | components["schemas"]["outer_node"] | components["schemas"]["diagonal_node"] | components["schemas"]["trace_node"] | components["schemas"]["einsum_node"] | components["schemas"]["equal_node"] | components["schemas"]["not_equal_node"] | components["schemas"]["less_node"] | components["schemas"]["less_equal_node"] | components["schemas"]["greater_node"] | components["schemas"]["greater_equal_node"] | components["schemas"]["logical_and_node"] | components["schemas"]["logical_or_node"] | components["schemas"]["logical_xor_node"] | components["schemas"]["logical_not_node"] | components["schemas"]["isnan_node"] | components["schemas"]["isinf_node"] | components["schemas"]["isfinite_node"] | components["schemas"]["nan_to_num_node"] | components["schemas"]["check_numerics_node"] | components["schemas"]["checkpoint_node"] | components["schemas"]["where_node"] | components["schemas"]["clip_node"] | components["schemas"]["mean_squared_error_node"] | components["schemas"]["mean_absolute_error_node"] | components["schemas"]["huber_loss_node"] | components["schemas"]["softmax_cross_entropy_node"] | components["schemas"]["sigmoid_cross_entropy_node"] | components["schemas"]["binary_cross_entropy_node"] | components["schemas"]["kl_divergence_node"] | components["schemas"]["hinge_loss_node"] | components["schemas"]["cosine_similarity_node"] | components["schemas"]["poisson_nll_node"] | components["schemas"]["layer_norm_node"] | components["schemas"]["rms_norm_node"] | components["schemas"]["group_norm_node"] | components["schemas"]["batch_norm_node"] | components["schemas"]["max_pool_node"] | components["schemas"]["max_pool_indices_node"] | components["schemas"]["max_unpool_node"] | components["schemas"]["avg_pool_node"] | components["schemas"]["random_normal_node"] | components["schemas"]["random_uniform_node"] | components["schemas"]["random_bernoulli_node"] | components["schemas"]["dropout_node"] | components["schemas"]["floor_node"] | components["schemas"]["ceil_node"] | components["schemas"]["trunc_node"] | components["schemas"]["round_node"] | components["schemas"]["reshape_node"] | components["schemas"]["flatten_node"] | components["schemas"]["permute_dims_node"] | components["schemas"]["matrix_transpose_node"] | components["schemas"]["moveaxis_node"] | components["schemas"]["expand_dims_node"] | components["schemas"]["squeeze_node"] | components["schemas"]["broadcast_to_node"] | components["schemas"]["concat_node"] | components["schemas"]["stack_node"] | components["schemas"]["split_node"] | components["schemas"]["unstack_node"] | components["schemas"]["flip_node"] | components["schemas"]["roll_node"] | components["schemas"]["tile_node"] | components["schemas"]["pad_node"] | components["schemas"]["tril_node"] | components["schemas"]["triu_node"] | components["schemas"]["repeat_node"] | components["schemas"]["atleast_nd_node"] | components["schemas"]["meshgrid_node"] | components["schemas"]["convolve_node"] | components["schemas"]["searchsorted_node"] | components["schemas"]["interp_node"] | components["schemas"]["argsort_node"] | components["schemas"]["sort_node"] | components["schemas"]["top_k_node"] | components["schemas"]["median_node"] | components["schemas"]["quantile_node"] | components["schemas"]["erf_node"] | components["schemas"]["erfc_node"] | components["schemas"]["gammaln_node"] | components["schemas"]["digamma_node"] | components["schemas"]["polygamma_node"] | components["schemas"]["betaln_node"] | components["schemas"]["erfinv_node"] | components["schemas"]["erfcx_node"] | components["schemas"]["erfcx_derivative_node"] | components["schemas"]["ndtr_node"] | components["schemas"]["log_ndtr_node"] | components["schemas"]["ndtri_node"] | components["schemas"]["logit_node"] | components["schemas"]["entr_node"] | components["schemas"]["i0e_node"] | components["schemas"]["i1e_node"] | components["schemas"]["ive_node"] | components["schemas"]["ive_derivative_node"] | components["schemas"]["i0_node"] | components["schemas"]["i1_node"] | components["schemas"]["iv_node"] | components["schemas"]["sin_node"] | components["schemas"]["cos_node"] | components["schemas"]["tan_node"] | components["schemas"]["asin_node"] | components["schemas"]["acos_node"] | components["schemas"]["one_minus_square_node"] | components["schemas"]["atan_node"] | components["schemas"]["atan2_node"] | components["schemas"]["sinh_node"] | components["schemas"]["cosh_node"] | components["schemas"]["tanh_node"] | components["schemas"]["sech_node"] | components["schemas"]["asinh_node"] | components["schemas"]["acosh_node"] | components["schemas"]["atanh_node"] | components["schemas"]["hypot_node"] | components["schemas"]["hypot_slope_node"] | components["schemas"]["deg2rad_node"] | components["schemas"]["rad2deg_node"] | components["schemas"]["sinc_node"] | components["schemas"]["sinc_derivative_node"] | components["schemas"]["scan_node"] | components["schemas"]["while_loop_node"] | components["schemas"]["cond_node"] | components["schemas"]["map_node"] | components["schemas"]["call_node"] | components["schemas"]["gradient_node"] | components["schemas"]["jacobian_node"] | components["schemas"]["hessian_node"] | components["schemas"]["hvp_node"] | components["schemas"]["vjp_node"] | components["schemas"]["jvp_node"])[];
            /**
             * Inputs
             * @description The graph's inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Outputs
             * @description The graph's results, the first of which is the loss; null for the last node.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Functions
             * @description Functions by name, for the nodes cond, while_loop, scan, map and call.
             * @default {}
             */
            functions?: {
                [key: string]: components["schemas"]["FunctionDocument"];
            };
        };
        /**
         * GraphAnswer
         * @description A graph in its two forms, and what is known of it.
         */
        GraphAnswer: {
            /**
             * Graph
             * @description The graph document.
             */
            graph: {
                [key: string]: unknown;
            };
            /**
             * Program
             * @description The graph as a program; null where a name in it is no name in Python.
             */
            program: string | null;
            /**
             * Inputs
             * @description What the graph uses and does not compute.
             */
            inputs: {
                [key: string]: components["schemas"]["InputEntry"];
            };
            /**
             * Outputs
             * @description Its results, the first of which is the loss.
             */
            outputs: string[];
            /**
             * Names
             * @description Names of the program that are no nodes, and what they stand for.
             */
            names: {
                [key: string]: string;
            };
            /**
             * Shapes
             * @description The shapes of results, where they are known.
             */
            shapes: {
                [key: string]: number[];
            };
            /**
             * Dtypes
             * @description Their dtypes.
             */
            dtypes: {
                [key: string]: string;
            };
            /** @description What the work would take, if all shapes are known. */
            estimate: components["schemas"]["EstimateAnswer"] | null;
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * GraphRequest
         * @description A graph or a program, with values, with shapes, or with neither: is it right, and what does it consist of?
         */
        GraphRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Question
             * @description Which question the estimate is for.
             * @default evaluate
             * @enum {string}
             */
            question?: "evaluate" | "gradient" | "jacobian" | "hessian";
        };
        /**
         * HessianAnswer
         * @description The loss, its gradients, and its second derivatives for every pair of sources.
         */
        HessianAnswer: {
            /**
             * Loss
             * @description The target's value; a list of values for a list of targets.
             */
            loss: components["schemas"]["Array"];
            /**
             * Gradients
             * @description For each source an array of its shape; null where it does not matter.
             */
            gradients: {
                [key: string]: components["schemas"]["Array"] | components["schemas"]["IndexedSlices"] | null;
            };
            /**
             * Outputs
             * @description The values named in `outputs`, if it was given.
             * @default {}
             */
            outputs?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
            /**
             * Trace
             * @description The tape, if it was asked for.
             * @default []
             */
            trace?: components["schemas"]["TraceEntry"][];
            /** Hessian */
            hessian: {
                [key: string]: {
                    [key: string]: components["schemas"]["Array"] | null;
                };
            };
        };
        /**
         * HessianRequest
         * @description Values for a graph: what are the second derivatives of the loss?
         */
        HessianRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * @description What is differentiated; null for the graph's first output. For a value that is not a scalar every element is answered, along leading axes of its shape.
             * @default null
             */
            target?: components["schemas"]["Reference"] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
        };
        /**
         * HvpAnswer
         * @description The loss, its gradients, and its Hessian times the vectors.
         */
        HvpAnswer: {
            /**
             * Loss
             * @description The target's value; a list of values for a list of targets.
             */
            loss: components["schemas"]["Array"];
            /**
             * Gradients
             * @description For each source an array of its shape; null where it does not matter.
             */
            gradients: {
                [key: string]: components["schemas"]["Array"] | components["schemas"]["IndexedSlices"] | null;
            };
            /**
             * Outputs
             * @description The values named in `outputs`, if it was given.
             * @default {}
             */
            outputs?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
            /**
             * Trace
             * @description The tape, if it was asked for.
             * @default []
             */
            trace?: components["schemas"]["TraceEntry"][];
            /** Hvp */
            hvp: {
                [key: string]: components["schemas"]["Array"] | null;
            };
        };
        /**
         * HvpRequest
         * @description Values for a graph and vectors: what is the Hessian of the loss times the vectors?
         */
        HvpRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Vectors
             * @description For each source a vector of its shape; sources left out count as zero.
             */
            vectors: {
                [key: string]: components["schemas"]["Array"];
            };
        };
        /**
         * IndexDocument
         * @description An index array: input number `operand` of the node, x being number 0.
         */
        IndexDocument: {
            /** Operand */
            operand: number;
        };
        /**
         * IndexedSlices
         * @description A gradient that is zero outside some rows; rows named twice add up.
         */
        IndexedSlices: {
            /**
             * Object Type
             * @constant
             */
            object_type: "indexed_slices";
            /**
             * Shape
             * @description The shape of the whole gradient.
             */
            shape: number[];
            /**
             * Indices
             * @description Which rows (axis 0).
             */
            indices: components["schemas"]["Array"];
            /**
             * Values
             * @description The rows, one for each index.
             */
            values: components["schemas"]["Array"];
        };
        /** @description A name, or a number, which takes the dtype of what it meets. */
        Input: components["schemas"]["Reference"] | number;
        /**
         * InputEntry
         * @description What is known of an input of a graph.
         */
        InputEntry: {
            /**
             * Dtype
             * @description Its dtype; null if neither given nor declared.
             */
            dtype: string | null;
            /**
             * Shape
             * @description Its shape; null if it is not known.
             */
            shape: (number | null)[] | null;
        };
        /**
         * JacobianAnswer
         * @description The outputs, and for each a derivative with respect to each source.
         */
        JacobianAnswer: {
            /**
             * Outputs
             * @description The outputs by name.
             */
            outputs: {
                [key: string]: components["schemas"]["Array"];
            };
            /** Jacobian */
            jacobian: {
                [key: string]: {
                    [key: string]: components["schemas"]["Array"] | null;
                };
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * JacobianRequest
         * @description Values for a graph: what are all derivatives of each element of its outputs?
         */
        JacobianRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated, one or several; null for all outputs of the graph.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Mode
             * @description One batched pass for each element of the outputs (reverse) or inputs (forward).
             * @default auto
             * @enum {string}
             */
            mode?: "auto" | "forward" | "reverse";
            /**
             * Batch
             * @description Take the examples along axis 0 of targets and sources as independent: the answer has the shape of the target, followed by that of the source without its first axis.
             * @default false
             */
            batch?: boolean;
        };
        /**
         * JvpAnswer
         * @description The outputs, and a tangent for each.
         */
        JvpAnswer: {
            /**
             * Outputs
             * @description The outputs by name.
             */
            outputs: {
                [key: string]: components["schemas"]["Array"];
            };
            /** Tangents */
            tangents: {
                [key: string]: components["schemas"]["Array"] | null;
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * JvpRequest
         * @description Values for a graph and tangents of its inputs: what are the tangents of its outputs?
         */
        JvpRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated, one or several; null for all outputs of the graph.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Tangents
             * @description For each value that moves its tangent, of its shape, or several along an extra leading axis; values left out stand still.
             */
            tangents: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
        };
        /**
         * MinimizeAnswer
         * @description Where the loss is least, as far as it was sought.
         */
        MinimizeAnswer: {
            /**
             * Parameters
             * @description The sources by name.
             */
            parameters: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Loss
             * @description The loss there; with least-squares half the sum of squares.
             */
            loss: components["schemas"]["Array"];
            /**
             * Gradient Norm
             * @description The largest element of its gradient, by absolute value.
             */
            gradient_norm: components["schemas"]["Array"];
            /** Steps */
            steps: number;
            /**
             * Evaluations
             * @description How often loss, gradient, Jacobian or product were computed.
             */
            evaluations: number;
            /** Converged */
            converged: boolean;
            /**
             * Reason
             * @description Why it ended.
             */
            reason: string;
        };
        /**
         * MinimizeRequest
         * @description Values for a graph: where is its loss least?
         */
        MinimizeRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Method
             * @description SciPy's methods with exact gradients, Hessian-vector products (Newton-CG, trust-krylov) or Jacobians (least-squares, of half the sum of the target's squares); or steps along the gradient, by rule.
             * @default L-BFGS-B
             * @enum {string}
             */
            method?: "L-BFGS-B" | "BFGS" | "Newton-CG" | "trust-krylov" | "least-squares" | "sgd" | "momentum" | "adam" | "rmsprop" | "adagrad";
            /**
             * Max Steps
             * @description The most steps.
             * @default 1000
             */
            max_steps?: number;
            /**
             * Tolerance
             * @description Stop when no element of the gradient is larger. With `batch` it is not looked at.
             * @default 0.000001
             */
            tolerance?: number;
            /**
             * Bounds
             * @description For sources, the least and the largest that an element may be: each a number for all of them, an array of the source's shape, or null for no bound. Not with BFGS, Newton-CG and trust-krylov.
             * @default {}
             */
            bounds?: {
                [key: string]: (components["schemas"]["Array"] | null)[];
            };
            /**
             * Learning Rate
             * @description How far steps go; null for what is usual: 0.01 for sgd, momentum and adagrad, 0.001 else.
             * @default null
             */
            learning_rate?: number | components["schemas"]["Schedule"] | null;
            /**
             * Momentum
             * @description What momentum keeps of the last step.
             * @default 0.9
             */
            momentum?: number;
            /**
             * Nesterov
             * @description Whether momentum looks ahead.
             * @default false
             */
            nesterov?: boolean;
            /**
             * @description Take steps over parts of the data; only with steps along the gradient.
             * @default null
             */
            batch?: components["schemas"]["Batches"] | null;
        };
        /** @description A name of your own, without a colon. */
        Name: string;
        /**
         * PictureRequest
         * @description A graph or a program, with or without values: what does it look like?
         */
        PictureRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated: a name, or several whose gradients are summed; null for the graph's first output. A value that is not a scalar counts as the sum of its elements.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Draw
             * @description The graph with its functions as boxes; or, where all values are given, the tape recorded for it, with the backward pass.
             * @default graph
             * @enum {string}
             */
            draw?: "graph" | "tape";
        };
        /**
         * Problem
         * @description What went wrong (RFC 9457).
         */
        Problem: {
            /**
             * Type
             * @description Path of a page about this kind of error; stable.
             */
            type: string;
            /**
             * Title
             * @description The kind of error in words.
             */
            title: string;
            /**
             * Status
             * @description The HTTP status.
             */
            status: number;
            /**
             * Detail
             * @description What is wrong with this request, and what would be right.
             */
            detail: string;
            /**
             * Errors
             * @description The places, if the document has them.
             * @default []
             */
            errors?: components["schemas"]["ProblemFault"][];
            /**
             * Request Id
             * @description With status 500: how to find the request in the server's log.
             * @default null
             */
            request_id?: string | null;
        };
        /**
         * ProblemFault
         * @description One place in the request that is wrong.
         */
        ProblemFault: {
            /**
             * Pointer
             * @description JSON pointer into the request document (RFC 6901).
             */
            pointer: string;
            /** Detail */
            detail: string;
            /**
             * Line
             * @description In a program, the line, from 1.
             * @default null
             */
            line?: number | null;
            /**
             * Column
             * @description In a program, the column, from 1.
             * @default null
             */
            column?: number | null;
        };
        /** @description The name of a value or a node; `name:1` is result 1 of a node that has several. */
        Reference: string;
        /**
         * Schedule
         * @description A learning rate that changes from step to step.
         */
        Schedule: {
            /**
             * Schedule
             * @description With t steps done, s = t / decay_steps and r = decay_rate: initial r^s; the same with s rounded down; initial / (1 + r s); half a cosine from initial to final, where it stays.
             * @enum {string}
             */
            schedule: "exponential" | "staircase" | "inverse_time" | "cosine";
            /**
             * Initial
             * @description The rate of the first step.
             */
            initial: number;
            /**
             * Decay Steps
             * @description After how many steps s is 1.
             */
            decay_steps: number;
            /**
             * Decay Rate
             * @description What r is.
             * @default 0.5
             */
            decay_rate?: number;
            /**
             * Final
             * @description No rate is less.
             * @default 0
             */
            final?: number;
        };
        /**
         * Seen
         * @description What there is to see of an array: its elements if they are at most 100, else its range and mean.
         */
        Seen: {
            /**
             * Elements
             * @default null
             */
            elements?: components["schemas"]["Array"] | null;
            /**
             * Min
             * @default null
             */
            min?: components["schemas"]["Array"] | null;
            /**
             * Max
             * @default null
             */
            max?: components["schemas"]["Array"] | null;
            /**
             * Mean
             * @default null
             */
            mean?: components["schemas"]["Array"] | null;
            /**
             * Finite
             * @default null
             */
            finite?: boolean | null;
        };
        /**
         * SliceDocument
         * @description A range of an axis, as in `x[start:stop:step]`; each part may be null or left out.
         */
        SliceDocument: {
            /** Start */
            start?: number | null;
            /** Stop */
            stop?: number | null;
            /** Step */
            step?: number | null;
        };
        /**
         * SourceCheck
         * @description The verdict on one gradient.
         */
        SourceCheck: {
            /** Passed */
            passed: boolean;
            /**
             * Elements
             * @description How many were compared.
             */
            elements: number;
            /**
             * Kinks
             * @description Elements at which the slopes to both sides differ (the first 20); not judged.
             */
            kinks: number[][];
            worst: components["schemas"]["WorstElement"] | null;
        };
        /**
         * TraceEntry
         * @description One value of the tape.
         */
        TraceEntry: {
            /**
             * Id
             * @description Its name in the document, or `%` and a number.
             */
            id: string;
            /**
             * Node
             * @description The node it was recorded for.
             */
            node: string | null;
            /**
             * Line
             * @description The line of the program, if it was written as one.
             */
            line: number | null;
            /**
             * Phase
             * @enum {string}
             */
            phase: "input" | "forward" | "backward";
            /** Op */
            op: string;
            /**
             * Inputs
             * @description Ids of its operands; constants as numbers.
             */
            inputs: string[];
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** Shape */
            shape: number[];
            /** Dtype */
            dtype: string;
            value: components["schemas"]["Seen"];
            /** @description The derivative of the target with respect to it. */
            adjoint: components["schemas"]["Seen"] | null;
        };
        /**
         * VjpAnswer
         * @description The outputs, and a cotangent for each source.
         */
        VjpAnswer: {
            /**
             * Outputs
             * @description The outputs by name.
             */
            outputs: {
                [key: string]: components["schemas"]["Array"];
            };
            /** Gradients */
            gradients: {
                [key: string]: components["schemas"]["Array"] | null;
            };
            /**
             * Warnings
             * @description What is worth knowing about this answer, if anything is.
             * @default []
             */
            warnings?: string[];
        };
        /**
         * VjpRequest
         * @description Values for a graph and cotangents of its outputs: what are the cotangents of its inputs?
         */
        VjpRequest: {
            /**
             * @description The graph; or write it as a `program`; or the id of a graph or program sent before, as the `Wengert-Graph` header of its answers gives it.
             * @default null
             */
            graph?: components["schemas"]["Graph"] | string | null;
            /**
             * Program
             * @description The graph in Python syntax. It is read, never executed.
             * @default null
             * @example y_pred = w * x + b
             *     loss = square(y - y_pred)
             */
            program?: string | null;
            /**
             * Inputs
             * @description With a program: its inputs, where something is to be said of them.
             * @default {}
             */
            inputs?: {
                [key: string]: components["schemas"]["DeclaredInput"];
            };
            /**
             * Parameters
             * @description Values that are differentiated; numbers become the request's dtype.
             * @default {}
             */
            parameters?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Constants
             * @description Values that are not: integers stay int64, booleans bool.
             * @default {}
             */
            constants?: {
                [key: string]: components["schemas"]["Array"];
            };
            /**
             * Outputs
             * @description Names of further values wanted in the answer.
             * @default null
             */
            outputs?: components["schemas"]["Reference"][] | null;
            /**
             * Dtype
             * @description The dtype of floating values.
             * @default float64
             * @enum {string}
             */
            dtype?: "float64" | "float32";
            /**
             * Timeout Seconds
             * @description When to give up; null for the server's own limit.
             * @default null
             */
            timeout_seconds?: number | null;
            /**
             * Check Numerics
             * @description Refuse to answer if a value turns NaN or infinite, and say where it first did.
             * @default false
             */
            check_numerics?: boolean;
            /**
             * Target
             * @description What is differentiated, one or several; null for all outputs of the graph.
             * @default null
             */
            target?: components["schemas"]["Reference"] | components["schemas"]["Reference"][] | null;
            /**
             * Sources
             * @description With respect to what: any value or node. Null for every trainable parameter.
             * @default null
             */
            sources?: components["schemas"]["Reference"][] | null;
            /**
             * Unconnected Gradients
             * @description What a derivative is where there is no dependence: null, or zeros.
             * @default none
             * @enum {string}
             */
            unconnected_gradients?: "none" | "zero";
            /**
             * Output Gradients
             * @description For each target its cotangent, of its shape, or several along an extra leading axis; targets left out count as zero.
             */
            output_gradients: {
                [key: string]: components["schemas"]["Array"];
            };
        };
        /**
         * WorstElement
         * @description The element of a gradient that is furthest from the difference quotient.
         */
        WorstElement: {
            /**
             * Index
             * @description Where it stands.
             */
            index: number[];
            /**
             * Gradient
             * @description By reverse mode.
             */
            gradient: components["schemas"]["Array"];
            /**
             * Difference
             * @description By central differences, extrapolated.
             */
            difference: components["schemas"]["Array"];
            /**
             * Error
             * @description How far they are apart.
             */
            error: components["schemas"]["Array"];
            /**
             * Tolerance
             * @description How far they may be, with the error of the differences.
             */
            tolerance: components["schemas"]["Array"];
        };
        /**
         * abs_node
         * @description Absolute value; of a complex value its modulus.
         */
        abs_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Absolute value; of a complex value its modulus.
             * @constant
             */
            op: "abs";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * acos_node
         * @description Inverse cosine, in [0, pi]; NaN outside [-1, 1].
         */
        acos_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse cosine, in [0, pi]; NaN outside [-1, 1].
             * @constant
             */
            op: "acos";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * acosh_node
         * @description Inverse hyperbolic cosine; NaN below 1.
         */
        acosh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse hyperbolic cosine; NaN below 1.
             * @constant
             */
            op: "acosh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * add_node
         * @description Sum of two values, element by element. Booleans add as a logical or, as in NumPy.
         */
        add_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sum of two values, element by element. Booleans add as a logical or, as in NumPy.
             * @constant
             */
            op: "add";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * adjugate_node
         * @description Transposed matrix of cofactors: the determinant times the inverse, and defined for singular matrices
         *     too. Source: Stewart, On the Adjugate Matrix (1998).
         */
        adjugate_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Transposed matrix of cofactors: the determinant times the inverse, and defined for singular matrices
             *     too. Source: Stewart, On the Adjugate Matrix (1998).
             * @constant
             */
            op: "adjugate";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * all_node
         * @description Whether all elements are true; true over nothing. Carries no derivative.
         */
        all_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether all elements are true; true over nothing. Carries no derivative.
             * @constant
             */
            op: "all";
            /**
             * Inputs
             * @description x: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * angle_node
         * @description Angle in the complex plane, in (-pi, pi].
         */
        angle_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Angle in the complex plane, in (-pi, pi].
             * @constant
             */
            op: "angle";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * any_node
         * @description Whether any element is true; false over nothing. Carries no derivative.
         */
        any_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether any element is true; false over nothing. Carries no derivative.
             * @constant
             */
            op: "any";
            /**
             * Inputs
             * @description x: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * arange_node
         * @description Evenly spaced numbers from start to stop, without stop.
         */
        arange_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Evenly spaced numbers from start to stop, without stop.
             * @constant
             */
            op: "arange";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Start
             * @description The first number; the end, if it is the only one given.
             */
            start: number;
            /**
             * Stop
             * @description The end, which is not reached.
             * @default null
             */
            stop?: number | null;
            /**
             * Step
             * @description The distance between numbers.
             * @default 1
             */
            step?: number;
            /**
             * Dtype
             * @description Its dtype; null for int64 where all numbers are integers.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * argmax_node
         * @description Index of the largest element, the first of several. An integer: the path through it is cut.
         */
        argmax_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Index of the largest element, the first of several. An integer: the path through it is cut.
             * @constant
             */
            op: "argmax";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis; null for the index into the flattened array.
             * @default null
             */
            axis?: number | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * argmin_node
         * @description Index of the smallest element, the first of several. An integer: the path through it is cut.
         */
        argmin_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Index of the smallest element, the first of several. An integer: the path through it is cut.
             * @constant
             */
            op: "argmin";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis; null for the index into the flattened array.
             * @default null
             */
            axis?: number | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * argsort_node
         * @description Indices that sort a value along an axis, stable. Integers: the path through them is cut.
         */
        argsort_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Indices that sort a value along an axis, stable. Integers: the path through them is cut.
             * @constant
             */
            op: "argsort";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Descending
             * @description From the largest to the smallest.
             * @default false
             */
            descending?: boolean;
        };
        /**
         * asin_node
         * @description Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1].
         */
        asin_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1].
             * @constant
             */
            op: "asin";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * asinh_node
         * @description Inverse hyperbolic sine.
         */
        asinh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse hyperbolic sine.
             * @constant
             */
            op: "asinh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * astype_node
         * @description The value converted to another dtype. Fractions are cut off towards zero on the way to integers; of a
         *     complex value the real part is converted.
         */
        astype_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value converted to another dtype. Fractions are cut off towards zero on the way to integers; of a
             *     complex value the real part is converted.
             * @constant
             */
            op: "astype";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Dtype
             * @description The dtype wanted: float64, float32, int64, bool and so on.
             */
            dtype: string;
        };
        /**
         * at_add_node
         * @description The value with something added to a part of it, as a new value; where an index stands twice, both
         *     are added. Index arrays are further operands, so the first of
         *     them is input number 2.
         */
        at_add_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with something added to a part of it, as a new value; where an index stands twice, both
             *     are added. Index arrays are further operands, so the first of
             *     them is input number 2.
             * @constant
             */
            op: "at_add";
            /**
             * Inputs
             * @description x: any dtype; values: any dtype; any number of indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Key
             * @description One entry an axis: an integer, a slice, an index array, `...` for the axes not mentioned, or null for a new axis of length 1. Axes left out at the end are whole.
             */
            key: (number | "..." | components["schemas"]["IndexDocument"] | components["schemas"]["SliceDocument"] | null)[];
        };
        /**
         * at_set_node
         * @description The value with a part replaced, as a new value (NumPy's `x[key] = values`). Index arrays are further
         *     operands, so the first of them is input number 2.
         */
        at_set_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with a part replaced, as a new value (NumPy's `x[key] = values`). Index arrays are further
             *     operands, so the first of them is input number 2.
             * @constant
             */
            op: "at_set";
            /**
             * Inputs
             * @description x: any dtype; values: any dtype; any number of indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Key
             * @description One entry an axis: an integer, a slice, an index array, `...` for the axes not mentioned, or null for a new axis of length 1. Axes left out at the end are whole.
             */
            key: (number | "..." | components["schemas"]["IndexDocument"] | components["schemas"]["SliceDocument"] | null)[];
        };
        /**
         * atan2_node
         * @description Angle of the point (x2, x1) from the positive x-axis, in [-pi, pi].
         */
        atan2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Angle of the point (x2, x1) from the positive x-axis, in [-pi, pi].
             * @constant
             */
            op: "atan2";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * atan_node
         * @description Inverse tangent, in [-pi/2, pi/2].
         */
        atan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse tangent, in [-pi/2, pi/2].
             * @constant
             */
            op: "atan";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * atanh_node
         * @description Inverse hyperbolic tangent; NaN outside [-1, 1].
         */
        atanh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse hyperbolic tangent; NaN outside [-1, 1].
             * @constant
             */
            op: "atanh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * atleast_nd_node
         * @description The value with axes of length 1 in front until it has so many.
         */
        atleast_nd_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with axes of length 1 in front until it has so many.
             * @constant
             */
            op: "atleast_nd";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Ndim
             * @description How many axes there must be.
             */
            ndim: number;
        };
        /**
         * avg_pool_node
         * @description Mean of the elements of each window; x has the axes (examples, channels, spatial…). Padding does not
         *     count: a window that reaches over the edge is the mean of the elements it has.
         */
        avg_pool_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Mean of the elements of each window; x has the axes (examples, channels, spatial…). Padding does not
             *     count: a window that reaches over the edge is the mean of the elements it has.
             * @constant
             */
            op: "avg_pool";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Window
             * @description Lengths of a window: a number, or one for each spatial axis.
             */
            window: number | number[];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis; null for the window's lengths, so that windows lie side by side.
             * @default null
             */
            strides?: number | number[] | null;
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
        };
        /**
         * batch_norm_node
         * @description (x - mean) / sqrt(variance + eps) over all examples and places of each channel, where x has the axes
         *     (examples, channels, spatial…): the batch's own statistics, with the biased variance; times scale, plus
         *     bias, one number a channel. Source: Ioffe and Szegedy, Batch Normalization (2015).
         */
        batch_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description (x - mean) / sqrt(variance + eps) over all examples and places of each channel, where x has the axes
             *     (examples, channels, spatial…): the batch's own statistics, with the biased variance; times scale, plus
             *     bias, one number a channel. Source: Ioffe and Szegedy, Batch Normalization (2015).
             * @constant
             */
            op: "batch_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale (optional): floating; integers and booleans are taken as float64; bias (optional): floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Eps
             * @description Added to the variance, so that equal elements do not divide by 0.
             * @default 0.00001
             */
            eps?: number;
        };
        /**
         * bernoulli_log_prob_node
         * @description Log probability of k (0 or 1) under the Bernoulli distribution with these log odds.
         */
        bernoulli_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of k (0 or 1) under the Bernoulli distribution with these log odds.
             * @constant
             */
            op: "bernoulli_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; logits: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * beta_log_prob_node
         * @description Log density of the beta distribution with mean alpha / (alpha + beta).
         */
        beta_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the beta distribution with mean alpha / (alpha + beta).
             * @constant
             */
            op: "beta_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; alpha: floating; integers and booleans are taken as float64; beta: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * betaln_node
         * @description Logarithm of the absolute value of the beta function of two values, element by element.
         */
        betaln_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm of the absolute value of the beta function of two values, element by element.
             * @constant
             */
            op: "betaln";
            /**
             * Inputs
             * @description a: floating; integers and booleans are taken as float64; b: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * binary_cross_entropy_node
         * @description Cross entropy of probabilities against labels in [0, 1]. On logits, sigmoid_cross_entropy is exact.
         */
        binary_cross_entropy_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cross entropy of probabilities against labels in [0, 1]. On logits, sigmoid_cross_entropy is exact.
             * @constant
             */
            op: "binary_cross_entropy";
            /**
             * Inputs
             * @description p: floating; integers and booleans are taken as float64; labels: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * binomial_log_prob_node
         * @description Log probability of k successes in total_count trials, where success has these log odds.
         */
        binomial_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of k successes in total_count trials, where success has these log odds.
             * @constant
             */
            op: "binomial_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; logits: floating; integers and booleans are taken as float64; total_count: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * broadcast_to_node
         * @description The value repeated along new axes and axes of length 1, as in arithmetic.
         */
        broadcast_to_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value repeated along new axes and axes of length 1, as in arithmetic.
             * @constant
             */
            op: "broadcast_to";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape wanted.
             */
            shape: number[];
        };
        /**
         * call_node
         * @description A function applied to the operands. It is recorded in place.
         */
        call_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A function applied to the operands. It is recorded in place.
             * @constant
             */
            op: "call";
            /**
             * Inputs
             * @description any number of operands: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Function
             * @description The function.
             */
            function: string;
        };
        /**
         * categorical_log_prob_node
         * @description Log probability of the class k, an index along the last axis of the logits; the other axes broadcast
         *     against those of k.
         */
        categorical_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of the class k, an index along the last axis of the logits; the other axes broadcast
             *     against those of k.
             * @constant
             */
            op: "categorical_log_prob";
            /**
             * Inputs
             * @description k: integers; logits: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cauchy_log_prob_node
         * @description Log density of the Cauchy distribution with median loc and half width scale.
         */
        cauchy_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Cauchy distribution with median loc and half width scale.
             * @constant
             */
            op: "cauchy_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cbrt_node
         * @description Cube root, real also for negative values.
         */
        cbrt_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cube root, real also for negative values.
             * @constant
             */
            op: "cbrt";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * ceil_node
         * @description The smallest whole number that is not below the value. Integers stay as they are.
         */
        ceil_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The smallest whole number that is not below the value. Integers stay as they are.
             * @constant
             */
            op: "ceil";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * celu_node
         * @description The value where it is positive, alpha (exp(x / alpha) - 1) elsewhere; the derivative is continuous.
         *     Source: Barron (2017).
         */
        celu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value where it is positive, alpha (exp(x / alpha) - 1) elsewhere; the derivative is continuous.
             *     Source: Barron (2017).
             * @constant
             */
            op: "celu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Alpha
             * @description Minus the limit for large negative values; not 0.
             * @default 1
             */
            alpha?: number;
        };
        /**
         * check_numerics_node
         * @description The value itself; the computation stops with an error where it holds NaN or infinity.
         */
        check_numerics_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value itself; the computation stops with an error where it holds NaN or infinity.
             * @constant
             */
            op: "check_numerics";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * checkpoint_node
         * @description The value itself, marked as one that is not kept for the backward pass, which computes it again from
         *     the operands of its operation. Results do not depend on it.
         */
        checkpoint_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value itself, marked as one that is not kept for the backward pass, which computes it again from
             *     the operands of its operation. Results do not depend on it.
             * @constant
             */
            op: "checkpoint";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * chi2_log_prob_node
         * @description Log density of the chi-squared distribution with df degrees of freedom.
         */
        chi2_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the chi-squared distribution with df degrees of freedom.
             * @constant
             */
            op: "chi2_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; df: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cholesky_node
         * @description Lower triangular factor l of a symmetric positive definite matrix, with a positive diagonal: l lᵀ = x.
         *     It is that of the symmetric part (x + xᵀ)/2. Derivative: Murray, Differentiation of the Cholesky
         *     Decomposition (2016).
         */
        cholesky_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Lower triangular factor l of a symmetric positive definite matrix, with a positive diagonal: l lᵀ = x.
             *     It is that of the symmetric part (x + xᵀ)/2. Derivative: Murray, Differentiation of the Cholesky
             *     Decomposition (2016).
             * @constant
             */
            op: "cholesky";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Upper
             * @description Give the upper triangular factor u, with uᵀ u = x.
             * @default false
             */
            upper?: boolean;
            /**
             * On Error
             * @description What becomes of a matrix for which there is no result: 'raise' refuses the whole stack and says which matrix it is, 'nan' answers NaN for that matrix.
             * @default raise
             * @enum {string}
             */
            on_error?: "raise" | "nan";
        };
        /**
         * clip_node
         * @description The value, moved into an interval. The bounds are numbers given as attributes, or values given as
         *     second and third operand.
         */
        clip_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value, moved into an interval. The bounds are numbers given as attributes, or values given as
             *     second and third operand.
             * @constant
             */
            op: "clip";
            /**
             * Inputs
             * @description x: numbers of any dtype; low (optional): numbers of any dtype; high (optional): numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Min
             * @description Lower bound, instead of the second operand.
             * @default null
             */
            min?: number | null;
            /**
             * Max
             * @description Upper bound, instead of the third operand.
             * @default null
             */
            max?: number | null;
        };
        /**
         * concat_node
         * @description Values joined one after the other along an axis.
         */
        concat_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Values joined one after the other along an axis.
             * @constant
             */
            op: "concat";
            /**
             * Inputs
             * @description any number of arrays: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default 0
             */
            axis?: number;
        };
        /**
         * cond_node
         * @description One of two functions of the operands, by a predicate that is a scalar; only that one is carried out.
         */
        cond_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description One of two functions of the operands, by a predicate that is a scalar; only that one is carried out.
             * @constant
             */
            op: "cond";
            /**
             * Inputs
             * @description predicate: any dtype, not promoted with the other operands; any number of operands: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Then
             * @description The function applied where the predicate is true.
             */
            then: string;
            /**
             * Else
             * @description The function applied where it is false; its results are of the same shapes.
             */
            else: string;
        };
        /**
         * conj_node
         * @description Complex conjugate; a real value itself.
         */
        conj_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Complex conjugate; a real value itself.
             * @constant
             */
            op: "conj";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * conv_kernel_gradient_node
         * @description The gradient of conv with respect to its kernel, for the input x and the result's cotangent g: the
         *     products of all elements of g with the elements of x that conv's windows cover.
         */
        conv_kernel_gradient_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The gradient of conv with respect to its kernel, for the input x and the result's cotangent g: the
             *     products of all elements of g with the elements of x that conv's windows cover.
             * @constant
             */
            op: "conv_kernel_gradient";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; g: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Kernel Lengths
             * @description Lengths of the kernel's spatial axes.
             */
            kernel_lengths: number[];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis.
             * @default 1
             */
            strides?: number | number[];
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
            /**
             * Dilation
             * @description Steps between the kernel's elements: a number, or one for each spatial axis.
             * @default 1
             */
            dilation?: number | number[];
            /**
             * Groups
             * @description Into how many groups the channels are split; each sees only its own.
             * @default 1
             */
            groups?: number;
        };
        /**
         * conv_node
         * @description Convolution as neural networks have it (the kernel is not turned round): x with the axes (examples,
         *     channels, spatial…), kernel with (output channels, channels / groups, spatial…), the result with
         *     (examples, output channels, spatial…).
         */
        conv_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Convolution as neural networks have it (the kernel is not turned round): x with the axes (examples,
             *     channels, spatial…), kernel with (output channels, channels / groups, spatial…), the result with
             *     (examples, output channels, spatial…).
             * @constant
             */
            op: "conv";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; kernel: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis.
             * @default 1
             */
            strides?: number | number[];
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
            /**
             * Dilation
             * @description Steps between the kernel's elements: a number, or one for each spatial axis.
             * @default 1
             */
            dilation?: number | number[];
            /**
             * Groups
             * @description Into how many groups the channels are split; each sees only its own.
             * @default 1
             */
            groups?: number;
        };
        /**
         * conv_transpose_node
         * @description The transpose of conv with the same kernel and attributes, sometimes called deconvolution: what conv
         *     makes of the result has the shape of x. Here x has the kernel's output channels (its first axis), and the
         *     result the axes (examples, the kernel's second axis x groups, spatial…).
         */
        conv_transpose_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The transpose of conv with the same kernel and attributes, sometimes called deconvolution: what conv
             *     makes of the result has the shape of x. Here x has the kernel's output channels (its first axis), and the
             *     result the axes (examples, the kernel's second axis x groups, spatial…).
             * @constant
             */
            op: "conv_transpose";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; kernel: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis.
             * @default 1
             */
            strides?: number | number[];
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
            /**
             * Dilation
             * @description Steps between the kernel's elements: a number, or one for each spatial axis.
             * @default 1
             */
            dilation?: number | number[];
            /**
             * Groups
             * @description Into how many groups the channels are split; each sees only its own.
             * @default 1
             */
            groups?: number;
            /**
             * Output Lengths
             * @description Lengths of the result's spatial axes: any that conv with the same attributes takes to those of x. Null for (length - 1) stride + (kernel - 1) dilation + 1 - padding, the least; with SAME length x stride.
             * @default null
             */
            output_lengths?: number[] | null;
        };
        /**
         * convolve_node
         * @description Convolution of two sequences, element k the sum of x1[i] x2[k - i], as NumPy has it.
         */
        convolve_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Convolution of two sequences, element k the sum of x1[i] x2[k - i], as NumPy has it.
             * @constant
             */
            op: "convolve";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Mode
             * @description Which part: all of it, as many elements as the longer sequence has, or those where the shorter lies within the longer.
             * @default full
             * @enum {string}
             */
            mode?: "full" | "same" | "valid";
        };
        /**
         * copysign_node
         * @description The size of the first value with the sign of the second; the sign of -0 counts.
         */
        copysign_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The size of the first value with the sign of the second; the sign of -0 counts.
             * @constant
             */
            op: "copysign";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cos_node
         * @description Cosine.
         */
        cos_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cosine.
             * @constant
             */
            op: "cos";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cosh_node
         * @description Hyperbolic cosine.
         */
        cosh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Hyperbolic cosine.
             * @constant
             */
            op: "cosh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * cosine_similarity_node
         * @description Cosine of the angle between vectors along an axis, from -1 to 1. To be maximized: the loss is its
         *     negative, or 1 minus it.
         */
        cosine_similarity_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cosine of the angle between vectors along an axis, from -1 to 1. To be maximized: the loss is its
             *     negative, or 1 minus it.
             * @constant
             */
            op: "cosine_similarity";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * count_nonzero_node
         * @description How many elements are not 0. Carries no derivative.
         */
        count_nonzero_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description How many elements are not 0. Carries no derivative.
             * @constant
             */
            op: "count_nonzero";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * cross_node
         * @description Cross product of vectors of length 3 along an axis; the other axes broadcast.
         */
        cross_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cross product of vectors of length 3 along an axis; the other axes broadcast.
             * @constant
             */
            op: "cross";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
        };
        /**
         * cumulative_argmax_node
         * @description Index along an axis of the largest element up to each, the first that was met of several. An integer:
         *     the path through it is cut.
         */
        cumulative_argmax_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Index along an axis of the largest element up to each, the first that was met of several. An integer:
             *     the path through it is cut.
             * @constant
             */
            op: "cumulative_argmax";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
        };
        /**
         * cumulative_argmin_node
         * @description Index along an axis of the smallest element up to each, the first that was met of several. An integer:
         *     the path through it is cut.
         */
        cumulative_argmin_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Index along an axis of the smallest element up to each, the first that was met of several. An integer:
             *     the path through it is cut.
             * @constant
             */
            op: "cumulative_argmin";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
        };
        /**
         * cumulative_logsumexp_node
         * @description log(sum(exp(...))) of everything up to each element along an axis, without overflow; -inf over
         *     nothing.
         */
        cumulative_logsumexp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(sum(exp(...))) of everything up to each element along an axis, without overflow; -inf over
             *     nothing.
             * @constant
             */
            op: "cumulative_logsumexp";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
            /**
             * Exclusive
             * @description Leave each element itself out of its own result.
             * @default false
             */
            exclusive?: boolean;
        };
        /**
         * cumulative_max_node
         * @description The largest of everything up to each element along an axis; over nothing -inf, or the dtype's least
         *     integer. NaN from the first NaN on.
         */
        cumulative_max_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The largest of everything up to each element along an axis; over nothing -inf, or the dtype's least
             *     integer. NaN from the first NaN on.
             * @constant
             */
            op: "cumulative_max";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
            /**
             * Exclusive
             * @description Leave each element itself out of its own result.
             * @default false
             */
            exclusive?: boolean;
        };
        /**
         * cumulative_min_node
         * @description The smallest of everything up to each element along an axis; over nothing inf, or the dtype's
         *     greatest integer. NaN from the first NaN on.
         */
        cumulative_min_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The smallest of everything up to each element along an axis; over nothing inf, or the dtype's
             *     greatest integer. NaN from the first NaN on.
             * @constant
             */
            op: "cumulative_min";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
            /**
             * Exclusive
             * @description Leave each element itself out of its own result.
             * @default false
             */
            exclusive?: boolean;
        };
        /**
         * cumulative_prod_node
         * @description Products of everything up to each element along an axis; the empty product is 1.
         */
        cumulative_prod_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Products of everything up to each element along an axis; the empty product is 1.
             * @constant
             */
            op: "cumulative_prod";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
            /**
             * Exclusive
             * @description Leave each element itself out of its own result.
             * @default false
             */
            exclusive?: boolean;
        };
        /**
         * cumulative_sum_node
         * @description Sums of everything up to each element along an axis. Booleans and small integers add up as int64.
         */
        cumulative_sum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sums of everything up to each element along an axis. Booleans and small integers add up as int64.
             * @constant
             */
            op: "cumulative_sum";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Reverse
             * @description Run from the end of the axis to its start.
             * @default false
             */
            reverse?: boolean;
            /**
             * Exclusive
             * @description Leave each element itself out of its own result.
             * @default false
             */
            exclusive?: boolean;
        };
        /**
         * deg2rad_node
         * @description Degrees converted to radians.
         */
        deg2rad_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Degrees converted to radians.
             * @constant
             */
            op: "deg2rad";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * det_node
         * @description Determinant of a square matrix.
         */
        det_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Determinant of a square matrix.
             * @constant
             */
            op: "det";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * dft_node
         * @description Discrete Fourier transform along an axis, of the length it has.
         */
        dft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Discrete Fourier transform along an axis, of the length it has.
             * @constant
             */
            op: "dft";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * diag_embed_node
         * @description Square matrices with the last axis on a diagonal and zeros elsewhere.
         */
        diag_embed_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Square matrices with the last axis on a diagonal and zeros elsewhere.
             * @constant
             */
            op: "diag_embed";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Offset
             * @description Which diagonal: 0 the main one, above it positive, below negative.
             * @default 0
             */
            offset?: number;
        };
        /**
         * diag_node
         * @description NumPy's diag: a matrix with this vector on a diagonal; of a matrix, that diagonal. For vectors or
         *     matrices along leading axes there are diag_embed and diagonal.
         */
        diag_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description NumPy's diag: a matrix with this vector on a diagonal; of a matrix, that diagonal. For vectors or
             *     matrices along leading axes there are diag_embed and diagonal.
             * @constant
             */
            op: "diag";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Offset
             * @description Which diagonal: 0 the main one, above it positive, below negative.
             * @default 0
             */
            offset?: number;
        };
        /**
         * diagonal_node
         * @description A diagonal of a matrix (the last two axes).
         */
        diagonal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A diagonal of a matrix (the last two axes).
             * @constant
             */
            op: "diagonal";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Offset
             * @description Which diagonal: 0 the main one, above it positive, below negative.
             * @default 0
             */
            offset?: number;
        };
        /**
         * digamma_node
         * @description Derivative of gammaln.
         */
        digamma_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Derivative of gammaln.
             * @constant
             */
            op: "digamma";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * dirichlet_log_prob_node
         * @description Log density of the Dirichlet distribution over the last axis. That x is positive and adds up to 1 is
         *     taken for granted.
         */
        dirichlet_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Dirichlet distribution over the last axis. That x is positive and adds up to 1 is
             *     taken for granted.
             * @constant
             */
            op: "dirichlet_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * divide_no_nan_node
         * @description x / y, and 0 where y is 0, whatever x is.
         */
        divide_no_nan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x / y, and 0 where y is 0, whatever x is.
             * @constant
             */
            op: "divide_no_nan";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; y: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * divide_node
         * @description Quotient of two values, element by element; floating also for integers. Division by zero gives
         *     infinities or NaN as IEEE 754 says.
         */
        divide_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Quotient of two values, element by element; floating also for integers. Division by zero gives
             *     infinities or NaN as IEEE 754 says.
             * @constant
             */
            op: "divide";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * dot_node
         * @description NumPy's dot: the last axis of the first against the second-last of the second (its only one, if it is
         *     a vector); the product, if one is a scalar.
         */
        dot_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description NumPy's dot: the last axis of the first against the second-last of the second (its only one, if it is
             *     a vector); the product, if one is a scalar.
             * @constant
             */
            op: "dot";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * dot_product_attention_node
         * @description softmax(q kᵀ scale) v, where q has the axes (…, queries, depth), k (…, keys, depth) and v (…, keys,
         *     depth of the values); leading axes broadcast. The mask broadcasts to (…, queries, keys): booleans or
         *     integers are true where a query may attend to a key, floating values are added before softmax (-inf
         *     excludes). Source: Vaswani et al., Attention Is All You Need (2017).
         */
        dot_product_attention_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description softmax(q kᵀ scale) v, where q has the axes (…, queries, depth), k (…, keys, depth) and v (…, keys,
             *     depth of the values); leading axes broadcast. The mask broadcasts to (…, queries, keys): booleans or
             *     integers are true where a query may attend to a key, floating values are added before softmax (-inf
             *     excludes). Source: Vaswani et al., Attention Is All You Need (2017).
             * @constant
             */
            op: "dot_product_attention";
            /**
             * Inputs
             * @description q: floating; integers and booleans are taken as float64; k: floating; integers and booleans are taken as float64; v: floating; integers and booleans are taken as float64; mask (optional): any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Causal
             * @description Whether the query at place i attends only to the keys at places up to i.
             * @default false
             */
            causal?: boolean;
            /**
             * Scale
             * @description What the products of queries and keys are multiplied by; null for 1 / sqrt(depth).
             * @default null
             */
            scale?: number | null;
        };
        /**
         * dropout_node
         * @description Each element set to 0 with probability `rate`, the others divided by 1 - rate, so that the mean stays.
         *     The same seed and shape drop the same elements. Source: Srivastava et al., Dropout (2014).
         */
        dropout_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Each element set to 0 with probability `rate`, the others divided by 1 - rate, so that the mean stays.
             *     The same seed and shape drop the same elements. Source: Srivastava et al., Dropout (2014).
             * @constant
             */
            op: "dropout";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Rate
             * @description The probability of each element to become 0.
             */
            rate: number;
            /**
             * Seed
             * @description Which elements: an integer, not negative. A training step takes one of its own.
             */
            seed: number;
        };
        /**
         * eigh_node
         * @description Eigenvalues of a symmetric matrix in ascending order, and orthonormal eigenvectors as columns, of the
         *     symmetric part (x + xᵀ)/2. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
         *     Derivative Results (2008).
         */
        eigh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Eigenvalues of a symmetric matrix in ascending order, and orthonormal eigenvectors as columns, of the
             *     symmetric part (x + xᵀ)/2. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
             *     Derivative Results (2008).
             * @constant
             */
            op: "eigh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * eigvalsh_node
         * @description Eigenvalues of a symmetric matrix in ascending order, of the symmetric part (x + xᵀ)/2.
         */
        eigvalsh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Eigenvalues of a symmetric matrix in ascending order, of the symmetric part (x + xᵀ)/2.
             * @constant
             */
            op: "eigvalsh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * einsum_node
         * @description Products of elements of several values, summed over the axes that the result does not have
         *     (Einstein's notation). Axes of one letter must have one length; those under `...` broadcast.
         */
        einsum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Products of elements of several values, summed over the axes that the result does not have
             *     (Einstein's notation). Axes of one letter must have one length; those under `...` broadcast.
             * @constant
             */
            op: "einsum";
            /**
             * Inputs
             * @description any number of operands: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Subscripts
             * @description Letters for the axes of each operand and of the result: 'ij,jk->ik'.
             */
            subscripts: string;
        };
        /**
         * elu_node
         * @description The value where it is positive, alpha (exp(x) - 1) elsewhere.
         */
        elu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value where it is positive, alpha (exp(x) - 1) elsewhere.
             * @constant
             */
            op: "elu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Alpha
             * @description Minus the limit for large negative values.
             * @default 1
             */
            alpha?: number;
        };
        /**
         * embedding_node
         * @description The rows of a table (its first axis) with these numbers; negative ones count from the end.
         */
        embedding_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The rows of a table (its first axis) with these numbers; negative ones count from the end.
             * @constant
             */
            op: "embedding";
            /**
             * Inputs
             * @description table: any dtype; ids: integers
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * entr_node
         * @description -x log(x), the term of an entropy; 0 at 0 and -inf below.
         */
        entr_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description -x log(x), the term of an entropy; 0 at 0 and -inf below.
             * @constant
             */
            op: "entr";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * equal_node
         * @description Whether two values are equal, element by element.
         */
        equal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether two values are equal, element by element.
             * @constant
             */
            op: "equal";
            /**
             * Inputs
             * @description x1: any dtype; x2: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * erf_node
         * @description Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x.
         */
        erf_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x.
             * @constant
             */
            op: "erf";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * erfc_node
         * @description 1 - erf(x), exact also where erf(x) is near 1.
         */
        erfc_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description 1 - erf(x), exact also where erf(x) is near 1.
             * @constant
             */
            op: "erfc";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * erfcx_derivative_node
         * @description The n-th derivative of erfcx, exact also for large x where 2 x erfcx(x) - 2/sqrt(pi) cancels.
         *
         *     D[k] = 2 x D[k-1] + 2 (k-1) D[k-2]; for large x, where that is unstable, the continued fraction of
         *     D[k] / D[k-1] that belongs to it. Source: Gautschi, in Abramowitz and Stegun (1964), 7.2.
         */
        erfcx_derivative_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The n-th derivative of erfcx, exact also for large x where 2 x erfcx(x) - 2/sqrt(pi) cancels.
             *
             *     D[k] = 2 x D[k-1] + 2 (k-1) D[k-2]; for large x, where that is unstable, the continued fraction of
             *     D[k] / D[k-1] that belongs to it. Source: Gautschi, in Abramowitz and Stegun (1964), 7.2.
             * @constant
             */
            op: "erfcx_derivative";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the derivative.
             * @default 1
             */
            n?: number;
        };
        /**
         * erfcx_node
         * @description exp(x**2) erfc(x), which neither underflows nor loses digits for large x.
         */
        erfcx_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(x**2) erfc(x), which neither underflows nor loses digits for large x.
             * @constant
             */
            op: "erfcx";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * erfinv_node
         * @description Inverse of erf; infinite at -1 and 1, NaN outside.
         */
        erfinv_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse of erf; infinite at -1 and 1, NaN outside.
             * @constant
             */
            op: "erfinv";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * exp2_node
         * @description 2 raised to the value.
         */
        exp2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description 2 raised to the value.
             * @constant
             */
            op: "exp2";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * exp_node
         * @description e raised to the value.
         */
        exp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description e raised to the value.
             * @constant
             */
            op: "exp";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * expand_dims_node
         * @description New axes of length 1.
         */
        expand_dims_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description New axes of length 1.
             * @constant
             */
            op: "expand_dims";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Where the new axes stand in the result.
             * @default 0
             */
            axis?: number | number[];
        };
        /**
         * expm1_node
         * @description exp(x) - 1, exact also where x is near 0.
         */
        expm1_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(x) - 1, exact also where x is near 0.
             * @constant
             */
            op: "expm1";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * expm_frechet_node
         * @description Derivative of the matrix exponential at x in a direction (Fréchet's), linear in it. With several
         *     directions, the part of the higher derivative in which they stand in this order: the sum over all orders is
         *     the derivative. It is the upper right block of the exponential of the matrix with x in its diagonal blocks
         *     and the directions above them. Source: Higham, Functions of Matrices (2008), section 3.2.
         */
        expm_frechet_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Derivative of the matrix exponential at x in a direction (Fréchet's), linear in it. With several
             *     directions, the part of the higher derivative in which they stand in this order: the sum over all orders is
             *     the derivative. It is the upper right block of the exponential of the matrix with x in its diagonal blocks
             *     and the directions above them. Source: Higham, Functions of Matrices (2008), section 3.2.
             * @constant
             */
            op: "expm_frechet";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; any number of directions: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * expm_node
         * @description Exponential of a square matrix, by scaling and squaring. NaN throughout where the matrix has an element
         *     that is not finite. Source: Al-Mohy and Higham, A New Scaling and Squaring Algorithm (2009).
         */
        expm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Exponential of a square matrix, by scaling and squaring. NaN throughout where the matrix has an element
             *     that is not finite. Source: Al-Mohy and Higham, A New Scaling and Squaring Algorithm (2009).
             * @constant
             */
            op: "expm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * exponential_log_prob_node
         * @description Log density of the exponential distribution, rate exp(-rate x).
         */
        exponential_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the exponential distribution, rate exp(-rate x).
             * @constant
             */
            op: "exponential_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; rate: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * eye_node
         * @description A matrix with ones on a diagonal and zeros elsewhere.
         */
        eye_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A matrix with ones on a diagonal and zeros elsewhere.
             * @constant
             */
            op: "eye";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Rows.
             */
            n: number;
            /**
             * M
             * @description Columns; null for as many as rows.
             * @default null
             */
            m?: number | null;
            /**
             * K
             * @description The diagonal: 0 the main one, above it positive, below negative.
             * @default 0
             */
            k?: number;
            /**
             * Dtype
             * @description Its dtype; null for float64.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * fft2_node
         * @description Discrete Fourier transform over two axes.
         */
        fft2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Discrete Fourier transform over two axes.
             * @constant
             */
            op: "fft2";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axes
             * @description The two axes; null for the last two.
             * @default null
             */
            axes?: number[] | null;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * fft_node
         * @description Discrete Fourier transform along an axis.
         */
        fft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Discrete Fourier transform along an axis.
             * @constant
             */
            op: "fft";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Length of the axis: cut off or filled with zeros first; null for what it is.
             * @default null
             */
            n?: number | null;
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * flatten_node
         * @description All elements in one dimension, in C order.
         */
        flatten_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description All elements in one dimension, in C order.
             * @constant
             */
            op: "flatten";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * flip_node
         * @description The order of the elements reversed along some axes.
         */
        flip_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The order of the elements reversed along some axes.
             * @constant
             */
            op: "flip";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes; null for all of them.
             * @default null
             */
            axis?: number | number[] | null;
        };
        /**
         * floor_divide_node
         * @description Quotient rounded towards minus infinity. Integers divided by zero give 0, as in NumPy.
         */
        floor_divide_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Quotient rounded towards minus infinity. Integers divided by zero give 0, as in NumPy.
             * @constant
             */
            op: "floor_divide";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * floor_node
         * @description The largest whole number that is not above the value. Integers stay as they are.
         */
        floor_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The largest whole number that is not above the value. Integers stay as they are.
             * @constant
             */
            op: "floor";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * fmax_node
         * @description The larger of two values, element by element; where one is NaN, the other.
         */
        fmax_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The larger of two values, element by element; where one is NaN, the other.
             * @constant
             */
            op: "fmax";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * fmin_node
         * @description The smaller of two values, element by element; where one is NaN, the other.
         */
        fmin_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The smaller of two values, element by element; where one is NaN, the other.
             * @constant
             */
            op: "fmin";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * full_like_node
         * @description One number in the shape and dtype of a value.
         */
        full_like_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description One number in the shape and dtype of a value.
             * @constant
             */
            op: "full_like";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Value
             * @description What it is filled with.
             */
            value: boolean | number;
        };
        /**
         * full_node
         * @description An array filled with one number.
         */
        full_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description An array filled with one number.
             * @constant
             */
            op: "full";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Value
             * @description What it is filled with.
             */
            value: boolean | number;
            /**
             * Dtype
             * @description Its dtype; null for the value's own.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * gamma_log_prob_node
         * @description Log density of the gamma distribution with mean concentration / rate.
         */
        gamma_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the gamma distribution with mean concentration / rate.
             * @constant
             */
            op: "gamma_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64; rate: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * gammaln_node
         * @description Logarithm of the absolute value of the gamma function.
         */
        gammaln_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm of the absolute value of the gamma function.
             * @constant
             */
            op: "gammaln";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * gated_node
         * @description x times a gate, and 0 where the gate is 0, also where x is infinite.
         */
        gated_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x times a gate, and 0 where the gate is 0, also where x is infinite.
             * @constant
             */
            op: "gated";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; gate: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * gelu_node
         * @description x times the standard normal distribution function of x. Source: Hendrycks and Gimpel (2016).
         */
        gelu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x times the standard normal distribution function of x. Source: Hendrycks and Gimpel (2016).
             * @constant
             */
            op: "gelu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Approximate
             * @description Use the tanh approximation instead of erf.
             * @default false
             */
            approximate?: boolean;
        };
        /**
         * geometric_log_prob_node
         * @description Log probability of k failures before the first success, which has these log odds.
         */
        geometric_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of k failures before the first success, which has these log odds.
             * @constant
             */
            op: "geometric_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; logits: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * getitem_node
         * @description Part of a value, as NumPy's `x[key]` gives it. Index arrays are further operands.
         */
        getitem_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Part of a value, as NumPy's `x[key]` gives it. Index arrays are further operands.
             * @constant
             */
            op: "getitem";
            /**
             * Inputs
             * @description x: any dtype; any number of indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Key
             * @description One entry an axis: an integer, a slice, an index array, `...` for the axes not mentioned, or null for a new axis of length 1. Axes left out at the end are whole.
             */
            key: (number | "..." | components["schemas"]["IndexDocument"] | components["schemas"]["SliceDocument"] | null)[];
        };
        /**
         * gradient_node
         * @description Gradient of y with respect to x, of x's shape; a y that is not a scalar counts as the sum of its
         *     elements. x is any value computed before y.
         */
        gradient_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Gradient of y with respect to x, of x's shape; a y that is not a scalar counts as the sum of its
             *     elements. x is any value computed before y.
             * @constant
             */
            op: "gradient";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * greater_equal_node
         * @description Whether the first value is greater than the second or equal to it.
         */
        greater_equal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether the first value is greater than the second or equal to it.
             * @constant
             */
            op: "greater_equal";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * greater_node
         * @description Whether the first value is greater than the second.
         */
        greater_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether the first value is greater than the second.
             * @constant
             */
            op: "greater";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * group_norm_node
         * @description (x - mean) / sqrt(variance + eps) over each group of channels of each example, where x has the axes
         *     (examples, channels, spatial…), with the biased variance; times scale, plus bias, one number a channel.
         *     One group is layer_norm over all but the examples, as many as channels is instance normalization.
         *     Source: Wu and He, Group Normalization (2018).
         */
        group_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description (x - mean) / sqrt(variance + eps) over each group of channels of each example, where x has the axes
             *     (examples, channels, spatial…), with the biased variance; times scale, plus bias, one number a channel.
             *     One group is layer_norm over all but the examples, as many as channels is instance normalization.
             *     Source: Wu and He, Group Normalization (2018).
             * @constant
             */
            op: "group_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale (optional): floating; integers and booleans are taken as float64; bias (optional): floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Groups
             * @description Into how many groups the channels are split.
             */
            groups: number;
            /**
             * Eps
             * @description Added to the variance, so that equal elements do not divide by 0.
             * @default 0.00001
             */
            eps?: number;
        };
        /**
         * gumbel_log_prob_node
         * @description Log density of the Gumbel distribution of maxima, with mode loc.
         */
        gumbel_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Gumbel distribution of maxima, with mode loc.
             * @constant
             */
            op: "gumbel_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * half_cauchy_log_prob_node
         * @description Log density of the size of a Cauchy variable with median 0 and half width scale.
         */
        half_cauchy_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the size of a Cauchy variable with median 0 and half width scale.
             * @constant
             */
            op: "half_cauchy_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * half_normal_log_prob_node
         * @description Log density of the size of a normal variable with mean 0 and standard deviation scale.
         */
        half_normal_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the size of a normal variable with mean 0 and standard deviation scale.
             * @constant
             */
            op: "half_normal_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hard_sigmoid_node
         * @description relu6(x + 3) / 6, made of three straight lines. Source: Howard et al. (2019).
         */
        hard_sigmoid_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description relu6(x + 3) / 6, made of three straight lines. Source: Howard et al. (2019).
             * @constant
             */
            op: "hard_sigmoid";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hard_swish_node
         * @description x hard_sigmoid(x). Source: Howard et al. (2019).
         */
        hard_swish_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x hard_sigmoid(x). Source: Howard et al. (2019).
             * @constant
             */
            op: "hard_swish";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hard_tanh_node
         * @description The value, moved into the interval from -1 to 1.
         */
        hard_tanh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value, moved into the interval from -1 to 1.
             * @constant
             */
            op: "hard_tanh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hessian_node
         * @description Second derivatives of y with respect to x: x's shape twice; for a y that is not a scalar y's shape
         *     stands before.
         */
        hessian_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Second derivatives of y with respect to x: x's shape twice; for a y that is not a scalar y's shape
             *     stands before.
             * @constant
             */
            op: "hessian";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hinge_loss_node
         * @description max(0, 1 - labels * predictions), for labels -1 and 1.
         */
        hinge_loss_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description max(0, 1 - labels * predictions), for labels -1 and 1.
             * @constant
             */
            op: "hinge_loss";
            /**
             * Inputs
             * @description predictions: floating; integers and booleans are taken as float64; labels: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * huber_loss_node
         * @description Half the squared difference up to delta, delta (|difference| - delta/2) beyond. Source: Huber (1964).
         */
        huber_loss_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Half the squared difference up to delta, delta (|difference| - delta/2) beyond. Source: Huber (1964).
             * @constant
             */
            op: "huber_loss";
            /**
             * Inputs
             * @description predictions: floating; integers and booleans are taken as float64; targets: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Delta
             * @description Where the loss turns from quadratic to linear.
             * @default 1
             */
            delta?: number;
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * hvp_node
         * @description Hessian of y with respect to x, times a vector v of x's shape, without forming the Hessian.
         */
        hvp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Hessian of y with respect to x, times a vector v of x's shape, without forming the Hessian.
             * @constant
             */
            op: "hvp";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands; v: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hypot_node
         * @description Length of the hypotenuse, sqrt(x1**2 + x2**2) without overflow.
         */
        hypot_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Length of the hypotenuse, sqrt(x1**2 + x2**2) without overflow.
             * @constant
             */
            op: "hypot";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * hypot_slope_node
         * @description x1 / hypot(x1, x2), the derivative of hypot with respect to x1. Beside an infinity only infinities
         *     count.
         */
        hypot_slope_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x1 / hypot(x1, x2), the derivative of hypot with respect to x1. Beside an infinity only infinities
             *     count.
             * @constant
             */
            op: "hypot_slope";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * i0_node
         * @description Modified Bessel function of the first kind of order 0. Past 713 it overflows; i0e does not.
         */
        i0_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Modified Bessel function of the first kind of order 0. Past 713 it overflows; i0e does not.
             * @constant
             */
            op: "i0";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * i0e_node
         * @description exp(-|x|) times the modified Bessel function of the first kind of order 0.
         */
        i0e_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(-|x|) times the modified Bessel function of the first kind of order 0.
             * @constant
             */
            op: "i0e";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * i1_node
         * @description Modified Bessel function of the first kind of order 1. Past 713 it overflows; i1e does not.
         */
        i1_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Modified Bessel function of the first kind of order 1. Past 713 it overflows; i1e does not.
             * @constant
             */
            op: "i1";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * i1e_node
         * @description exp(-|x|) times the modified Bessel function of the first kind of order 1.
         */
        i1e_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(-|x|) times the modified Bessel function of the first kind of order 1.
             * @constant
             */
            op: "i1e";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * identity_node
         * @description The value itself.
         */
        identity_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value itself.
             * @constant
             */
            op: "identity";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * idft_node
         * @description Inverse discrete Fourier transform along an axis, of the length it has.
         */
        idft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse discrete Fourier transform along an axis, of the length it has.
             * @constant
             */
            op: "idft";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * ifft2_node
         * @description Inverse discrete Fourier transform over two axes.
         */
        ifft2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse discrete Fourier transform over two axes.
             * @constant
             */
            op: "ifft2";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axes
             * @description The two axes; null for the last two.
             * @default null
             */
            axes?: number[] | null;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * ifft_node
         * @description Inverse discrete Fourier transform along an axis.
         */
        ifft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse discrete Fourier transform along an axis.
             * @constant
             */
            op: "ifft";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Length of the axis: cut off or filled with zeros first; null for what it is.
             * @default null
             */
            n?: number | null;
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * imag_node
         * @description Imaginary part; zeros for a real value.
         */
        imag_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Imaginary part; zeros for a real value.
             * @constant
             */
            op: "imag";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * interp_node
         * @description Linear interpolation at x between points with ascending abscissas xp and ordinates fp, as NumPy has it:
         *     constant outside them. Carries derivatives to all three.
         */
        interp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Linear interpolation at x between points with ascending abscissas xp and ordinates fp, as NumPy has it:
             *     constant outside them. Carries derivatives to all three.
             * @constant
             */
            op: "interp";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; xp: floating; integers and booleans are taken as float64; fp: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * inv_node
         * @description Inverse of a square matrix. A singular one, where elimination meets a pivot of exactly 0, has none.
         */
        inv_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse of a square matrix. A singular one, where elimination meets a pivot of exactly 0, has none.
             * @constant
             */
            op: "inv";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * On Error
             * @description What becomes of a matrix for which there is no result: 'raise' refuses the whole stack and says which matrix it is, 'nan' answers NaN for that matrix.
             * @default raise
             * @enum {string}
             */
            on_error?: "raise" | "nan";
        };
        /**
         * inverse_gamma_log_prob_node
         * @description Log density of the reciprocal of a gamma variable with this concentration and rate scale.
         */
        inverse_gamma_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the reciprocal of a gamma variable with this concentration and rate scale.
             * @constant
             */
            op: "inverse_gamma_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * irfft_node
         * @description Inverse of rfft: the real value of length n (by default 2 (m - 1) for m frequencies). The imaginary
         *     parts of frequency 0, and of n / 2 for an even n, do not matter.
         */
        irfft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse of rfft: the real value of length n (by default 2 (m - 1) for m frequencies). The imaginary
             *     parts of frequency 0, and of n / 2 for an even n, do not matter.
             * @constant
             */
            op: "irfft";
            /**
             * Inputs
             * @description x: complex; everything else is taken as complex
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Length of the axis: cut off or filled with zeros first; null for what it is.
             * @default null
             */
            n?: number | null;
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * isfinite_node
         * @description Whether it is neither infinite nor NaN.
         */
        isfinite_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether it is neither infinite nor NaN.
             * @constant
             */
            op: "isfinite";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * isinf_node
         * @description Whether it is infinite.
         */
        isinf_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether it is infinite.
             * @constant
             */
            op: "isinf";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * isnan_node
         * @description Whether it is NaN.
         */
        isnan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether it is NaN.
             * @constant
             */
            op: "isnan";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * iv_node
         * @description Modified Bessel function of the first kind of whole order n. Past 713 it overflows; ive does not.
         */
        iv_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Modified Bessel function of the first kind of whole order n. Past 713 it overflows; ive does not.
             * @constant
             */
            op: "iv";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the Bessel function.
             */
            n: number;
        };
        /**
         * ive_derivative_node
         * @description The k-th derivative of ive, exact also for large x where ive of neighbouring orders cancel.
         *
         *     Up to max(20, n**2/2) each derivative is the mean of the neighbouring orders less the order itself; beyond,
         *     the terms of the asymptotic expansion are differentiated one by one. Source: Olver et al., NIST Handbook of
         *     Mathematical Functions (2010), 10.29 and 10.40.
         */
        ive_derivative_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The k-th derivative of ive, exact also for large x where ive of neighbouring orders cancel.
             *
             *     Up to max(20, n**2/2) each derivative is the mean of the neighbouring orders less the order itself; beyond,
             *     the terms of the asymptotic expansion are differentiated one by one. Source: Olver et al., NIST Handbook of
             *     Mathematical Functions (2010), 10.29 and 10.40.
             * @constant
             */
            op: "ive_derivative";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the Bessel function.
             */
            n: number;
            /**
             * K
             * @description Order of the derivative.
             * @default 1
             */
            k?: number;
        };
        /**
         * ive_node
         * @description exp(-|x|) times the modified Bessel function of the first kind of whole order n.
         */
        ive_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(-|x|) times the modified Bessel function of the first kind of whole order n.
             * @constant
             */
            op: "ive";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the Bessel function.
             */
            n: number;
        };
        /**
         * jacobian_node
         * @description All derivatives of the elements of y with respect to those of x: y's shape, then x's.
         */
        jacobian_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description All derivatives of the elements of y with respect to those of x: y's shape, then x's.
             * @constant
             */
            op: "jacobian";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Mode
             * @description A pass for each element of x (forward) or of y (reverse).
             * @default auto
             * @enum {string}
             */
            mode?: "auto" | "forward" | "reverse";
        };
        /**
         * jvp_node
         * @description The Jacobian of y times a tangent t of x's shape: how y moves when x moves along t.
         */
        jvp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The Jacobian of y times a tangent t of x's shape: how y moves when x moves along t.
             * @constant
             */
            op: "jvp";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands; t: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * kl_divergence_node
         * @description Kullback-Leibler divergence of the distribution q from p, along the last axis; the mean is over rows.
         */
        kl_divergence_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Kullback-Leibler divergence of the distribution q from p, along the last axis; the mean is over rows.
             * @constant
             */
            op: "kl_divergence";
            /**
             * Inputs
             * @description p: floating; integers and booleans are taken as float64; q: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * kron_node
         * @description Kronecker product: each element of the first times the whole second, laid out in blocks. As in NumPy
         *     all axes multiply, and the value with fewer axes gets further ones of length 1 in front.
         */
        kron_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Kronecker product: each element of the first times the whole second, laid out in blocks. As in NumPy
             *     all axes multiply, and the value with fewer axes gets further ones of length 1 in front.
             * @constant
             */
            op: "kron";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * laplace_log_prob_node
         * @description Log density of the Laplace distribution, exp(-|x - loc| / scale) / (2 scale).
         */
        laplace_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Laplace distribution, exp(-|x - loc| / scale) / (2 scale).
             * @constant
             */
            op: "laplace_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * layer_norm_node
         * @description (x - mean) / sqrt(variance + eps) over the features of each example, with the biased variance; times
         *     scale, plus bias, which broadcast to the features. Source: Ba, Kiros and Hinton, Layer Normalization
         *     (2016).
         */
        layer_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description (x - mean) / sqrt(variance + eps) over the features of each example, with the biased variance; times
             *     scale, plus bias, which broadcast to the features. Source: Ba, Kiros and Hinton, Layer Normalization
             *     (2016).
             * @constant
             */
            op: "layer_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale (optional): floating; integers and booleans are taken as float64; bias (optional): floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes of the features, which are normalized together; negative ones from the end.
             * @default -1
             */
            axis?: number | number[];
            /**
             * Eps
             * @description Added to the variance, so that equal elements do not divide by 0.
             * @default 0.00001
             */
            eps?: number;
        };
        /**
         * leaky_relu_node
         * @description The value where it is positive, a fraction of it elsewhere.
         */
        leaky_relu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value where it is positive, a fraction of it elsewhere.
             * @constant
             */
            op: "leaky_relu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Negative Slope
             * @description Factor for negative values.
             * @default 0.01
             */
            negative_slope?: number;
        };
        /**
         * lerp_node
         * @description Linear interpolation from x (weight 0) to y (weight 1), exact at both ends; beyond them it
         *     extrapolates.
         */
        lerp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Linear interpolation from x (weight 0) to y (weight 1), exact at both ends; beyond them it
             *     extrapolates.
             * @constant
             */
            op: "lerp";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; y: floating; integers and booleans are taken as float64; weight: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * less_equal_node
         * @description Whether the first value is less than the second or equal to it.
         */
        less_equal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether the first value is less than the second or equal to it.
             * @constant
             */
            op: "less_equal";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * less_node
         * @description Whether the first value is less than the second.
         */
        less_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether the first value is less than the second.
             * @constant
             */
            op: "less";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * linspace_node
         * @description A number of evenly spaced values between two.
         */
        linspace_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A number of evenly spaced values between two.
             * @constant
             */
            op: "linspace";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Start
             * @description The first number.
             */
            start: number;
            /**
             * Stop
             * @description The last number.
             */
            stop: number;
            /**
             * Num
             * @description How many.
             * @default 50
             */
            num?: number;
            /**
             * Endpoint
             * @description Whether stop is the last number, or the one after it.
             * @default true
             */
            endpoint?: boolean;
            /**
             * Dtype
             * @description Its dtype; null for that of the request.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * log10_node
         * @description Logarithm to base 10.
         */
        log10_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm to base 10.
             * @constant
             */
            op: "log10";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log1p_node
         * @description log(1 + x), exact also where x is near 0.
         */
        log1p_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(1 + x), exact also where x is near 0.
             * @constant
             */
            op: "log1p";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log2_node
         * @description Logarithm to base 2.
         */
        log2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm to base 2.
             * @constant
             */
            op: "log2";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log_ndtr_node
         * @description Logarithm of ndtr, exact also far below 0 where ndtr underflows.
         */
        log_ndtr_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm of ndtr, exact also far below 0 where ndtr underflows.
             * @constant
             */
            op: "log_ndtr";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log_node
         * @description Natural logarithm; -inf at 0, NaN below.
         */
        log_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Natural logarithm; -inf at 0, NaN below.
             * @constant
             */
            op: "log";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log_sigmoid_node
         * @description log(sigmoid(x)), exact also far below 0.
         */
        log_sigmoid_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(sigmoid(x)), exact also far below 0.
             * @constant
             */
            op: "log_sigmoid";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * log_softmax_node
         * @description Logarithm of softmax, exact also where softmax is near 0.
         */
        log_softmax_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm of softmax, exact also where softmax is near 0.
             * @constant
             */
            op: "log_softmax";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
        };
        /**
         * logaddexp2_node
         * @description log2(2**x1 + 2**x2) without overflow.
         */
        logaddexp2_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log2(2**x1 + 2**x2) without overflow.
             * @constant
             */
            op: "logaddexp2";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logaddexp_node
         * @description log(exp(x1) + exp(x2)) without overflow.
         */
        logaddexp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(exp(x1) + exp(x2)) without overflow.
             * @constant
             */
            op: "logaddexp";
            /**
             * Inputs
             * @description x1: floating; integers and booleans are taken as float64; x2: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logdet_node
         * @description Logarithm of the determinant; NaN where that is negative, -inf where it is 0.
         */
        logdet_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Logarithm of the determinant; NaN where that is negative, -inf where it is 0.
             * @constant
             */
            op: "logdet";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logical_and_node
         * @description Whether both are true.
         */
        logical_and_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether both are true.
             * @constant
             */
            op: "logical_and";
            /**
             * Inputs
             * @description x1: booleans; numbers count as true where they are not 0; x2: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logical_not_node
         * @description Whether it is false.
         */
        logical_not_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether it is false.
             * @constant
             */
            op: "logical_not";
            /**
             * Inputs
             * @description x: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logical_or_node
         * @description Whether one or both are true.
         */
        logical_or_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether one or both are true.
             * @constant
             */
            op: "logical_or";
            /**
             * Inputs
             * @description x1: booleans; numbers count as true where they are not 0; x2: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logical_xor_node
         * @description Whether exactly one is true.
         */
        logical_xor_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether exactly one is true.
             * @constant
             */
            op: "logical_xor";
            /**
             * Inputs
             * @description x1: booleans; numbers count as true where they are not 0; x2: booleans; numbers count as true where they are not 0
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logistic_log_prob_node
         * @description Log density of the logistic distribution, whose distribution function is sigmoid((x - loc) / scale).
         */
        logistic_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the logistic distribution, whose distribution function is sigmoid((x - loc) / scale).
             * @constant
             */
            op: "logistic_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logit_node
         * @description log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside.
         */
        logit_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside.
             * @constant
             */
            op: "logit";
            /**
             * Inputs
             * @description p: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * lognormal_log_prob_node
         * @description Log density of a positive variable whose logarithm is normal with mean loc and standard deviation
         *     scale.
         */
        lognormal_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of a positive variable whose logarithm is normal with mean loc and standard deviation
             *     scale.
             * @constant
             */
            op: "lognormal_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * logsumexp_node
         * @description log(sum(exp(x))) without overflow; -inf over nothing.
         */
        logsumexp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(sum(exp(x))) without overflow; -inf over nothing.
             * @constant
             */
            op: "logsumexp";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * lstsq_node
         * @description Least squares: the x of least norm among those for which the norm of a x - b is smallest. With one axis b
         *     is a vector, with more its columns are right-hand sides; leading axes broadcast. The further results are
         *     the sum of squares of a x - b for each right-hand side (also where it is 0, unlike in NumPy), the rank of a
         *     and its singular values.
         */
        lstsq_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Least squares: the x of least norm among those for which the norm of a x - b is smallest. With one axis b
             *     is a vector, with more its columns are right-hand sides; leading axes broadcast. The further results are
             *     the sum of squares of a x - b for each right-hand side (also where it is 0, unlike in NumPy), the rank of a
             *     and its singular values.
             * @constant
             */
            op: "lstsq";
            /**
             * Inputs
             * @description a: floating; integers and booleans are taken as float64; b: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Rcond
             * @description Singular values up to this share of the largest count as 0; null for the rounding error of the dtype times the longer side of the matrix.
             * @default null
             */
            rcond?: number | null;
        };
        /**
         * make_complex_node
         * @description The complex value with these real and imaginary parts.
         */
        make_complex_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The complex value with these real and imaginary parts.
             * @constant
             */
            op: "make_complex";
            /**
             * Inputs
             * @description re: floating; integers and booleans are taken as float64; im: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * map_node
         * @description A function applied to every slice of the xs (along axis 0), its results stacked. It is carried out for
         *     all slices at once, not one after the other.
         */
        map_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A function applied to every slice of the xs (along axis 0), its results stacked. It is carried out for
             *     all slices at once, not one after the other.
             * @constant
             */
            op: "map";
            /**
             * Inputs
             * @description any number of xs: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Function
             * @description A function of one slice of each of the xs.
             */
            function: string;
        };
        /**
         * matmul_node
         * @description Matrix product over the last two axes; leading axes broadcast. A vector counts as a row in front and
         *     as a column behind, and that axis is dropped again.
         */
        matmul_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Matrix product over the last two axes; leading axes broadcast. A vector counts as a row in front and
             *     as a column behind, and that axis is dropped again.
             * @constant
             */
            op: "matmul";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * matrix_norm_node
         * @description Norm of a matrix (the last two axes).
         */
        matrix_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Norm of a matrix (the last two axes).
             * @constant
             */
            op: "matrix_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Ord
             * @description 'fro' for the root of the sum of squares; 'nuc' for the sum of the singular values; 2 and -2 for the largest and the smallest of them; 1 and -1 for the largest and the smallest sum of absolute values of a column; 'Infinity' and '-Infinity' for those of a row.
             * @default fro
             */
            ord?: number | ("fro" | "nuc" | "Infinity" | "-Infinity");
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * matrix_power_node
         * @description A square matrix multiplied with itself, by repeated squaring; powers of the inverse for negative n,
         *     where a singular matrix is refused.
         */
        matrix_power_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A square matrix multiplied with itself, by repeated squaring; powers of the inverse for negative n,
             *     where a singular matrix is refused.
             * @constant
             */
            op: "matrix_power";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description The exponent; a negative one inverts the matrix first.
             */
            n: number;
        };
        /**
         * matrix_rank_node
         * @description Number of singular values of a matrix that are not negligible.
         */
        matrix_rank_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Number of singular values of a matrix that are not negligible.
             * @constant
             */
            op: "matrix_rank";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Rtol
             * @description Singular values up to this share of the largest count as 0; null for the rounding error of the dtype times the longer side of the matrix.
             * @default null
             */
            rtol?: number | null;
        };
        /**
         * matrix_transpose_node
         * @description The last two axes exchanged.
         */
        matrix_transpose_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The last two axes exchanged.
             * @constant
             */
            op: "matrix_transpose";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * max_node
         * @description Largest element over some axes, or over all of them; NaN where there is one.
         */
        max_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Largest element over some axes, or over all of them; NaN where there is one.
             * @constant
             */
            op: "max";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * max_pool_indices_node
         * @description Where the largest element of each window stands: its index into the flattened spatial axes of x,
         *     without padding. The first in C order where several tie, the first NaN where there is one. Integers carry
         *     no derivative.
         */
        max_pool_indices_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Where the largest element of each window stands: its index into the flattened spatial axes of x,
             *     without padding. The first in C order where several tie, the first NaN where there is one. Integers carry
             *     no derivative.
             * @constant
             */
            op: "max_pool_indices";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Window
             * @description Lengths of a window: a number, or one for each spatial axis.
             */
            window: number | number[];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis; null for the window's lengths, so that windows lie side by side.
             * @default null
             */
            strides?: number | number[] | null;
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
        };
        /**
         * max_pool_node
         * @description Largest element of each window; x has the axes (examples, channels, spatial…). Padding is never the
         *     largest. NaN where the window holds one.
         */
        max_pool_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Largest element of each window; x has the axes (examples, channels, spatial…). Padding is never the
             *     largest. NaN where the window holds one.
             * @constant
             */
            op: "max_pool";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Window
             * @description Lengths of a window: a number, or one for each spatial axis.
             */
            window: number | number[];
            /**
             * Strides
             * @description Steps between windows: a number, or one for each spatial axis; null for the window's lengths, so that windows lie side by side.
             * @default null
             */
            strides?: number | number[] | null;
            /**
             * Padding
             * @description Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd one behind), or [before, after] for each spatial axis.
             * @default VALID
             */
            padding?: ("VALID" | "SAME") | number[][];
        };
        /**
         * max_unpool_node
         * @description Values put where max_pool_indices says, zeros elsewhere; those with one place add up. The transpose of
         *     reading a value's elements at these places.
         */
        max_unpool_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Values put where max_pool_indices says, zeros elsewhere; those with one place add up. The transpose of
             *     reading a value's elements at these places.
             * @constant
             */
            op: "max_unpool";
            /**
             * Inputs
             * @description values: floating; integers and booleans are taken as float64; indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Lengths
             * @description Lengths of the result's spatial axes.
             */
            lengths: number[];
        };
        /**
         * maximum_node
         * @description The larger of two values, element by element; NaN where one is NaN.
         */
        maximum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The larger of two values, element by element; NaN where one is NaN.
             * @constant
             */
            op: "maximum";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * mean_absolute_error_node
         * @description Absolute difference.
         */
        mean_absolute_error_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Absolute difference.
             * @constant
             */
            op: "mean_absolute_error";
            /**
             * Inputs
             * @description predictions: floating; integers and booleans are taken as float64; targets: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * mean_node
         * @description Arithmetic mean over some axes, or over all of them; NaN over nothing.
         */
        mean_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Arithmetic mean over some axes, or over all of them; NaN over nothing.
             * @constant
             */
            op: "mean";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * mean_squared_error_node
         * @description Square of the difference.
         */
        mean_squared_error_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Square of the difference.
             * @constant
             */
            op: "mean_squared_error";
            /**
             * Inputs
             * @description predictions: floating; integers and booleans are taken as float64; targets: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * median_node
         * @description The element in the middle, or the mean of the two in the middle; NaN where there is one.
         */
        median_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The element in the middle, or the mean of the two in the middle; NaN where there is one.
             * @constant
             */
            op: "median";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * meshgrid_node
         * @description The coordinates of the points of a grid, one result for each vector.
         */
        meshgrid_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The coordinates of the points of a grid, one result for each vector.
             * @constant
             */
            op: "meshgrid";
            /**
             * Inputs
             * @description any number of arrays: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Indexing
             * @description Whether the first vector runs along axis 1 (xy) or axis 0 (ij).
             * @default xy
             * @enum {string}
             */
            indexing?: "xy" | "ij";
        };
        /**
         * min_node
         * @description Smallest element over some axes, or over all of them; NaN where there is one.
         */
        min_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Smallest element over some axes, or over all of them; NaN where there is one.
             * @constant
             */
            op: "min";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * minimum_node
         * @description The smaller of two values, element by element; NaN where one is NaN.
         */
        minimum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The smaller of two values, element by element; NaN where one is NaN.
             * @constant
             */
            op: "minimum";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * mish_node
         * @description x tanh(softplus(x)). Source: Misra (2019).
         */
        mish_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x tanh(softplus(x)). Source: Misra (2019).
             * @constant
             */
            op: "mish";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * moveaxis_node
         * @description Some axes moved to other places, the rest staying in order.
         */
        moveaxis_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Some axes moved to other places, the rest staying in order.
             * @constant
             */
            op: "moveaxis";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Source
             * @description Where the axes are.
             */
            source: number | number[];
            /**
             * Destination
             * @description Where they go.
             */
            destination: number | number[];
        };
        /**
         * multinomial_log_prob_node
         * @description Log probability of the counts k of the classes along the last axis, among as many draws as they add up
         *     to.
         */
        multinomial_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of the counts k of the classes along the last axis, among as many draws as they add up
             *     to.
             * @constant
             */
            op: "multinomial_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; logits: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * multiply_add_node
         * @description x y + z, rounded after each of the two steps.
         */
        multiply_add_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x y + z, rounded after each of the two steps.
             * @constant
             */
            op: "multiply_add";
            /**
             * Inputs
             * @description x: numbers of any dtype; y: numbers of any dtype; z: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * multiply_no_nan_node
         * @description x y, and 0 where y is 0, also where x is infinite or NaN.
         */
        multiply_no_nan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x y, and 0 where y is 0, also where x is infinite or NaN.
             * @constant
             */
            op: "multiply_no_nan";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; y: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * multiply_node
         * @description Product of two values, element by element. Booleans multiply as a logical and.
         */
        multiply_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Product of two values, element by element. Booleans multiply as a logical and.
             * @constant
             */
            op: "multiply";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * multivariate_normal_log_prob_node
         * @description Log density of the multivariate normal distribution along the last axis, with mean loc and covariance
         *     scale_tril scale_trilᵀ. Only the lower triangle of scale_tril is read; see cholesky.
         */
        multivariate_normal_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the multivariate normal distribution along the last axis, with mean loc and covariance
             *     scale_tril scale_trilᵀ. Only the lower triangle of scale_tril is read; see cholesky.
             * @constant
             */
            op: "multivariate_normal_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale_tril: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * nan_to_num_node
         * @description The value with NaN and infinities replaced by numbers.
         */
        nan_to_num_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with NaN and infinities replaced by numbers.
             * @constant
             */
            op: "nan_to_num";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Nan
             * @description What stands for NaN.
             * @default 0
             */
            nan?: number;
            /**
             * Posinf
             * @description What stands for infinity; null for the largest number.
             * @default null
             */
            posinf?: number | null;
            /**
             * Neginf
             * @description What stands for minus infinity; null for the lowest number.
             * @default null
             */
            neginf?: number | null;
        };
        /**
         * ndtr_node
         * @description Distribution function of the standard normal distribution: the probability of a value up to x.
         */
        ndtr_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Distribution function of the standard normal distribution: the probability of a value up to x.
             * @constant
             */
            op: "ndtr";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * ndtri_node
         * @description Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
         *     0 and 1, NaN outside.
         */
        ndtri_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
             *     0 and 1, NaN outside.
             * @constant
             */
            op: "ndtri";
            /**
             * Inputs
             * @description p: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * negative_binomial_log_prob_node
         * @description Log probability of k successes before the failure number total_count (any positive number), where
         *     success has these log odds. The mean is total_count exp(logits).
         */
        negative_binomial_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of k successes before the failure number total_count (any positive number), where
             *     success has these log odds. The mean is total_count exp(logits).
             * @constant
             */
            op: "negative_binomial_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; logits: floating; integers and booleans are taken as float64; total_count: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * negative_node
         * @description The value with its sign changed.
         */
        negative_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with its sign changed.
             * @constant
             */
            op: "negative";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * normal_log_prob_node
         * @description Log density of the normal distribution with mean loc and standard deviation scale.
         */
        normal_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the normal distribution with mean loc and standard deviation scale.
             * @constant
             */
            op: "normal_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * not_equal_node
         * @description Whether two values differ, element by element.
         */
        not_equal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Whether two values differ, element by element.
             * @constant
             */
            op: "not_equal";
            /**
             * Inputs
             * @description x1: any dtype; x2: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * one_hot_node
         * @description A new last axis with a one at each index and zeros elsewhere; all zeros where the index is outside
         *     [0, depth). Carries no derivative.
         */
        one_hot_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A new last axis with a one at each index and zeros elsewhere; all zeros where the index is outside
             *     [0, depth). Carries no derivative.
             * @constant
             */
            op: "one_hot";
            /**
             * Inputs
             * @description indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Depth
             * @description Length of the new last axis.
             */
            depth: number;
            /**
             * Dtype
             * @description Dtype of the result.
             * @default float64
             */
            dtype?: string;
        };
        /**
         * one_minus_square_node
         * @description 1 - x**2, exact also where x is near -1 or 1.
         */
        one_minus_square_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description 1 - x**2, exact also where x is near -1 or 1.
             * @constant
             */
            op: "one_minus_square";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * ones_like_node
         * @description Ones of the shape and dtype of a value.
         */
        ones_like_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Ones of the shape and dtype of a value.
             * @constant
             */
            op: "ones_like";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * ones_node
         * @description An array of ones.
         */
        ones_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description An array of ones.
             * @constant
             */
            op: "ones";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Dtype
             * @description Its dtype; null for float64.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * outer_node
         * @description All products of an element of one vector with one of another.
         */
        outer_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description All products of an element of one vector with one of another.
             * @constant
             */
            op: "outer";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * pad_node
         * @description The value with a margin around it.
         */
        pad_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value with a margin around it.
             * @constant
             */
            op: "pad";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Pad Width
             * @description Elements added: a number for every side, or [before, after] for each axis.
             */
            pad_width: number | number[][];
            /**
             * Mode
             * @description What is added: a constant, the value mirrored at its edge, or its edge repeated.
             * @default constant
             * @enum {string}
             */
            mode?: "constant" | "reflect" | "edge";
            /**
             * Value
             * @description The constant.
             * @default 0
             */
            value?: number;
        };
        /**
         * pareto_log_prob_node
         * @description Log density of the Pareto distribution, concentration scale**concentration / x**(concentration + 1)
         *     from scale on.
         */
        pareto_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Pareto distribution, concentration scale**concentration / x**(concentration + 1)
             *     from scale on.
             * @constant
             */
            op: "pareto_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * permute_dims_node
         * @description The axes in another order.
         */
        permute_dims_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The axes in another order.
             * @constant
             */
            op: "permute_dims";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axes
             * @description The axes in their new order; null reverses them.
             * @default null
             */
            axes?: number[] | null;
        };
        /**
         * pinv_node
         * @description Pseudo-inverse (Moore and Penrose) of a matrix. Derivative: Golub and Pereyra, The Differentiation of
         *     Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate (1973).
         */
        pinv_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Pseudo-inverse (Moore and Penrose) of a matrix. Derivative: Golub and Pereyra, The Differentiation of
             *     Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate (1973).
             * @constant
             */
            op: "pinv";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Rtol
             * @description Singular values up to this share of the largest count as 0; null for the rounding error of the dtype times the longer side of the matrix.
             * @default null
             */
            rtol?: number | null;
        };
        /**
         * poisson_log_prob_node
         * @description Log probability of the count k under the Poisson distribution.
         */
        poisson_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log probability of the count k under the Poisson distribution.
             * @constant
             */
            op: "poisson_log_prob";
            /**
             * Inputs
             * @description k: floating; integers and booleans are taken as float64; rate: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * poisson_nll_node
         * @description Negative log probability of counts under Poisson distributions with the predicted rates.
         */
        poisson_nll_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Negative log probability of counts under Poisson distributions with the predicted rates.
             * @constant
             */
            op: "poisson_nll";
            /**
             * Inputs
             * @description predictions: floating; integers and booleans are taken as float64; targets: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Log Input
             * @description The predictions are logarithms of rates instead of rates.
             * @default true
             */
            log_input?: boolean;
            /**
             * Full
             * @description Add the term log(targets!), which does not depend on the predictions.
             * @default false
             */
            full?: boolean;
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * polygamma_node
         * @description The n-th derivative of digamma.
         */
        polygamma_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The n-th derivative of digamma.
             * @constant
             */
            op: "polygamma";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the derivative.
             * @default 1
             */
            n?: number;
        };
        /**
         * positive_node
         * @description The value itself (unary plus).
         */
        positive_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value itself (unary plus).
             * @constant
             */
            op: "positive";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * power_node
         * @description The first value raised to the second. Integers stay integers while the exponent is not negative:
         *     make the exponent floating (`2.0`) for negative powers.
         */
        power_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The first value raised to the second. Integers stay integers while the exponent is not negative:
             *     make the exponent floating (`2.0`) for negative powers.
             * @constant
             */
            op: "power";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * prod_node
         * @description Product over some axes, or over all of them; 1 over nothing.
         */
        prod_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Product over some axes, or over all of them; 1 over nothing.
             * @constant
             */
            op: "prod";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * qr_node
         * @description Orthonormal columns q and upper triangular r with q r = x, reduced: as many columns of q as the shorter
         *     side of x. The signs are LAPACK's: the diagonal of r may be negative. Derivative: Walter and Lehmann,
         *     Algorithmic Differentiation of Linear Algebra Functions (2012); for wide matrices, Roberts and Roberts,
         *     QR and LQ Decomposition Matrix Backpropagation Algorithms (2020).
         */
        qr_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Orthonormal columns q and upper triangular r with q r = x, reduced: as many columns of q as the shorter
             *     side of x. The signs are LAPACK's: the diagonal of r may be negative. Derivative: Walter and Lehmann,
             *     Algorithmic Differentiation of Linear Algebra Functions (2012); for wide matrices, Roberts and Roberts,
             *     QR and LQ Decomposition Matrix Backpropagation Algorithms (2020).
             * @constant
             */
            op: "qr";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * quantile_node
         * @description The value below which a share of the elements lies, between two elements by linear interpolation
         *     (NumPy's default); NaN where there is one.
         */
        quantile_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value below which a share of the elements lies, between two elements by linear interpolation
             *     (NumPy's default); NaN where there is one.
             * @constant
             */
            op: "quantile";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Q
             * @description The share below it, from 0 to 1; several give a first axis.
             */
            q: number | number[];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * rad2deg_node
         * @description Radians converted to degrees.
         */
        rad2deg_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Radians converted to degrees.
             * @constant
             */
            op: "rad2deg";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * random_bernoulli_node
         * @description Independent booleans, true with probability p. The same seed and shape give the same ones.
         */
        random_bernoulli_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Independent booleans, true with probability p. The same seed and shape give the same ones.
             * @constant
             */
            op: "random_bernoulli";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Seed
             * @description Which numbers: an integer, not negative.
             */
            seed: number;
            /**
             * P
             * @description The probability of true.
             * @default 0.5
             */
            p?: number;
            /**
             * Dtype
             * @description Its dtype, for ones and zeros; null for bool.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * random_normal_node
         * @description Independent numbers of a normal distribution. The same seed and shape give the same numbers, rounded
         *     to the dtype.
         */
        random_normal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Independent numbers of a normal distribution. The same seed and shape give the same numbers, rounded
             *     to the dtype.
             * @constant
             */
            op: "random_normal";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Seed
             * @description Which numbers: an integer, not negative.
             */
            seed: number;
            /**
             * Loc
             * @description The mean.
             * @default 0
             */
            loc?: number;
            /**
             * Scale
             * @description The standard deviation.
             * @default 1
             */
            scale?: number;
            /**
             * Dtype
             * @description Its dtype; null for float64.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * random_uniform_node
         * @description Independent numbers, all between low and high as likely. The same seed and shape give the same
         *     numbers, rounded to the dtype.
         */
        random_uniform_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Independent numbers, all between low and high as likely. The same seed and shape give the same
             *     numbers, rounded to the dtype.
             * @constant
             */
            op: "random_uniform";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Seed
             * @description Which numbers: an integer, not negative.
             */
            seed: number;
            /**
             * Low
             * @description The least number.
             * @default 0
             */
            low?: number;
            /**
             * High
             * @description The bound that no number reaches, unless low is as large.
             * @default 1
             */
            high?: number;
            /**
             * Dtype
             * @description Its dtype; null for float64.
             * @default null
             */
            dtype?: string | null;
        };
        /**
         * real_node
         * @description Real part; a real value itself.
         */
        real_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Real part; a real value itself.
             * @constant
             */
            op: "real";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * reciprocal_node
         * @description One over the value.
         */
        reciprocal_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description One over the value.
             * @constant
             */
            op: "reciprocal";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * relu6_node
         * @description The value, moved into the interval from 0 to 6.
         */
        relu6_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value, moved into the interval from 0 to 6.
             * @constant
             */
            op: "relu6";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * relu_node
         * @description The value where it is positive, 0 elsewhere; NaN for NaN.
         */
        relu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value where it is positive, 0 elsewhere; NaN for NaN.
             * @constant
             */
            op: "relu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * remainder_node
         * @description Remainder of the division, with the sign of the divisor (Python's `%`).
         */
        remainder_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Remainder of the division, with the sign of the divisor (Python's `%`).
             * @constant
             */
            op: "remainder";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * repeat_node
         * @description Each element repeated in its place along an axis.
         */
        repeat_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Each element repeated in its place along an axis.
             * @constant
             */
            op: "repeat";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Repeats
             * @description How many times, one number for all or one for each element.
             */
            repeats: number | number[];
            /**
             * Axis
             * @description Along which axis; null for the flattened value.
             * @default null
             */
            axis?: number | null;
        };
        /**
         * reshape_node
         * @description The same elements in the same (C) order with another shape.
         */
        reshape_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The same elements in the same (C) order with another shape.
             * @constant
             */
            op: "reshape";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The new shape; one length may be -1, to be worked out.
             */
            shape: number[];
        };
        /**
         * rfft_node
         * @description Discrete Fourier transform of a real value along an axis: the n // 2 + 1 frequencies that are not
         *     negative.
         */
        rfft_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Discrete Fourier transform of a real value along an axis: the n // 2 + 1 frequencies that are not
             *     negative.
             * @constant
             */
            op: "rfft";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Length of the axis: cut off or filled with zeros first; null for what it is.
             * @default null
             */
            n?: number | null;
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Norm
             * @description Which direction is divided by the length n: the inverse, both by its square root, or the forward one.
             * @default backward
             * @enum {string}
             */
            norm?: "backward" | "ortho" | "forward";
        };
        /**
         * rms_norm_node
         * @description x / sqrt(mean of squares + eps) over the features of each example; times scale, which broadcasts to the
         *     features. Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019).
         */
        rms_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x / sqrt(mean of squares + eps) over the features of each example; times scale, which broadcasts to the
             *     features. Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019).
             * @constant
             */
            op: "rms_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; scale (optional): floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes of the features, which are normalized together; negative ones from the end.
             * @default -1
             */
            axis?: number | number[];
            /**
             * Eps
             * @description Added to the mean square, so that zeros do not divide by 0.
             * @default 0.00001
             */
            eps?: number;
        };
        /**
         * roll_node
         * @description The elements moved along an axis, those that leave at one end coming in at the other.
         */
        roll_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The elements moved along an axis, those that leave at one end coming in at the other.
             * @constant
             */
            op: "roll";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shift
             * @description By how many places.
             */
            shift: number | number[];
            /**
             * Axis
             * @description Along which axis; null for the flattened value.
             * @default null
             */
            axis?: number | number[] | null;
        };
        /**
         * round_node
         * @description The nearest whole number; halves go to the even one, as in NumPy.
         */
        round_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The nearest whole number; halves go to the even one, as in NumPy.
             * @constant
             */
            op: "round";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Decimals
             * @description Decimal places to keep; negative ones count to the left of the point.
             * @default 0
             */
            decimals?: number;
        };
        /**
         * rsqrt_node
         * @description One over the square root.
         */
        rsqrt_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description One over the square root.
             * @constant
             */
            op: "rsqrt";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * scan_node
         * @description A function carried out for one slice of the xs after the other (along axis 0), from step to step
         *     handing on carries: recurrent networks, integrators, filters. The operands are the first carries, then the
         *     xs; the results are the last carries, then the ys stacked. It is one instruction however many steps there
         *     are; the derivative keeps of each step what it needs, or with a function marked by `checkpoint` only the
         *     carries.
         */
        scan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A function carried out for one slice of the xs after the other (along axis 0), from step to step
             *     handing on carries: recurrent networks, integrators, filters. The operands are the first carries, then the
             *     xs; the results are the last carries, then the ys stacked. It is one instruction however many steps there
             *     are; the derivative keeps of each step what it needs, or with a function marked by `checkpoint` only the
             *     carries.
             * @constant
             */
            op: "scan";
            /**
             * Inputs
             * @description any number of operands: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Body
             * @description A function of the carries and one slice of each of the xs; it returns the new carries, then ys.
             */
            body: string;
            /**
             * Num Carry
             * @description How many of the operands are carries; the others are the xs.
             * @default 1
             */
            num_carry?: number;
            /**
             * Length
             * @description The number of steps; null for that of the xs.
             * @default null
             */
            length?: number | null;
            /**
             * Reverse
             * @description Take the last slice first; the ys stand in the order of the xs.
             * @default false
             */
            reverse?: boolean;
        };
        /**
         * searchsorted_node
         * @description Where each value would be inserted into an ascending sequence to keep it so. Integers carry no
         *     derivative.
         */
        searchsorted_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Where each value would be inserted into an ascending sequence to keep it so. Integers carry no
             *     derivative.
             * @constant
             */
            op: "searchsorted";
            /**
             * Inputs
             * @description sorted: numbers of any dtype; values: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Side
             * @description Before or after the elements that are equal to the value.
             * @default left
             * @enum {string}
             */
            side?: "left" | "right";
        };
        /**
         * sech_node
         * @description Hyperbolic secant, 1 / cosh(x).
         */
        sech_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Hyperbolic secant, 1 / cosh(x).
             * @constant
             */
            op: "sech";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * segment_sum_node
         * @description Sums of the slices along the first axis that share a segment; 0 for a segment without any.
         */
        segment_sum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sums of the slices along the first axis that share a segment; 0 for a segment without any.
             * @constant
             */
            op: "segment_sum";
            /**
             * Inputs
             * @description values: any dtype, not promoted with the other operands; segment_ids: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Num Segments
             * @description Number of segments, the length of the result's first axis.
             */
            num_segments: number;
        };
        /**
         * selu_node
         * @description elu with the scale and alpha that keep mean and variance through layers. Source: Klambauer, Unterthiner,
         *     Mayr and Hochreiter (2017).
         */
        selu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description elu with the scale and alpha that keep mean and variance through layers. Source: Klambauer, Unterthiner,
             *     Mayr and Hochreiter (2017).
             * @constant
             */
            op: "selu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sigmoid_cross_entropy_node
         * @description Cross entropy of sigmoid(logits) against labels in [0, 1], without overflow.
         */
        sigmoid_cross_entropy_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cross entropy of sigmoid(logits) against labels in [0, 1], without overflow.
             * @constant
             */
            op: "sigmoid_cross_entropy";
            /**
             * Inputs
             * @description logits: floating; integers and booleans are taken as float64; labels: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * sigmoid_node
         * @description 1 / (1 + exp(-x)), without overflow.
         */
        sigmoid_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description 1 / (1 + exp(-x)), without overflow.
             * @constant
             */
            op: "sigmoid";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sign_node
         * @description -1, 0 or 1 by the sign of the value; NaN for NaN.
         */
        sign_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description -1, 0 or 1 by the sign of the value; NaN for NaN.
             * @constant
             */
            op: "sign";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * silu_node
         * @description x times sigmoid(x).
         */
        silu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x times sigmoid(x).
             * @constant
             */
            op: "silu";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sin_node
         * @description Sine.
         */
        sin_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sine.
             * @constant
             */
            op: "sin";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sinc_derivative_node
         * @description The n-th derivative of sinc, exact also near 0 where the quotient's own derivatives cancel.
         *
         *     With t = pi x and s[k] the k-th derivative of sin at t, t f[k] + k f[k-1] = s[k] gives the orders one
         *     after the other; near 0 the power series of the integral of s**n cos(s t + n pi/2) over s from 0 to 1
         *     does.
         */
        sinc_derivative_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The n-th derivative of sinc, exact also near 0 where the quotient's own derivatives cancel.
             *
             *     With t = pi x and s[k] the k-th derivative of sin at t, t f[k] + k f[k-1] = s[k] gives the orders one
             *     after the other; near 0 the power series of the integral of s**n cos(s t + n pi/2) over s from 0 to 1
             *     does.
             * @constant
             */
            op: "sinc_derivative";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * N
             * @description Order of the derivative.
             * @default 1
             */
            n?: number;
        };
        /**
         * sinc_node
         * @description sin(pi x) / (pi x), and 1 at 0, as in NumPy.
         */
        sinc_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description sin(pi x) / (pi x), and 1 at 0, as in NumPy.
             * @constant
             */
            op: "sinc";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sinh_node
         * @description Hyperbolic sine.
         */
        sinh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Hyperbolic sine.
             * @constant
             */
            op: "sinh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * slogdet_node
         * @description Sign and logarithm of the absolute value of the determinant, which itself may overflow.
         */
        slogdet_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sign and logarithm of the absolute value of the determinant, which itself may overflow.
             * @constant
             */
            op: "slogdet";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * softmax_cross_entropy_node
         * @description Cross entropy of softmax(logits) against labels: integers (one axis fewer than the logits), or
         *     distributions over the last axis. The mean is over rows.
         */
        softmax_cross_entropy_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Cross entropy of softmax(logits) against labels: integers (one axis fewer than the logits), or
             *     distributions over the last axis. The mean is over rows.
             * @constant
             */
            op: "softmax_cross_entropy";
            /**
             * Inputs
             * @description logits: floating; integers and booleans are taken as float64; labels: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Label Smoothing
             * @description Share of the label spread evenly over all classes.
             * @default 0
             */
            label_smoothing?: number;
            /**
             * Reduction
             * @description The mean or the sum over all examples, or one value an example.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum" | "none";
        };
        /**
         * softmax_node
         * @description exp(x) divided by its sum along an axis, without overflow.
         */
        softmax_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description exp(x) divided by its sum along an axis, without overflow.
             * @constant
             */
            op: "softmax";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
        };
        /**
         * softplus_node
         * @description log(1 + exp(x)), exact for large values of either sign.
         */
        softplus_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description log(1 + exp(x)), exact for large values of either sign.
             * @constant
             */
            op: "softplus";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * softsign_node
         * @description x / (1 + |x|); -1 and 1 at the infinities.
         */
        softsign_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x / (1 + |x|); -1 and 1 at the infinities.
             * @constant
             */
            op: "softsign";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * solve_node
         * @description Solution x of the linear equations a x = b, for a square matrix a. With one axis b is a vector, with
         *     more its columns are right-hand sides; leading axes broadcast. A singular matrix, where elimination meets
         *     a pivot of exactly 0, has no solution.
         */
        solve_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Solution x of the linear equations a x = b, for a square matrix a. With one axis b is a vector, with
             *     more its columns are right-hand sides; leading axes broadcast. A singular matrix, where elimination meets
             *     a pivot of exactly 0, has no solution.
             * @constant
             */
            op: "solve";
            /**
             * Inputs
             * @description a: floating; integers and booleans are taken as float64; b: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * On Error
             * @description What becomes of a matrix for which there is no result: 'raise' refuses the whole stack and says which matrix it is, 'nan' answers NaN for that matrix.
             * @default raise
             * @enum {string}
             */
            on_error?: "raise" | "nan";
        };
        /**
         * solve_triangular_node
         * @description Solution x of a x = b for a triangular matrix, of which the other triangle is not read. With one axis b
         *     is a vector, with more its columns are right-hand sides; leading axes broadcast. A matrix with a 0 on its
         *     diagonal is singular.
         */
        solve_triangular_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Solution x of a x = b for a triangular matrix, of which the other triangle is not read. With one axis b
             *     is a vector, with more its columns are right-hand sides; leading axes broadcast. A matrix with a 0 on its
             *     diagonal is singular.
             * @constant
             */
            op: "solve_triangular";
            /**
             * Inputs
             * @description a: floating; integers and booleans are taken as float64; b: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Lower
             * @description Whether the matrix is lower triangular; else it is upper triangular.
             * @default false
             */
            lower?: boolean;
            /**
             * Transpose
             * @description Solve aᵀ x = b instead.
             * @default false
             */
            transpose?: boolean;
            /**
             * Unit Diagonal
             * @description Take the diagonal to be ones.
             * @default false
             */
            unit_diagonal?: boolean;
            /**
             * On Error
             * @description What becomes of a matrix for which there is no result: 'raise' refuses the whole stack and says which matrix it is, 'nan' answers NaN for that matrix.
             * @default raise
             * @enum {string}
             */
            on_error?: "raise" | "nan";
        };
        /**
         * sort_node
         * @description The elements in order along an axis; NaN comes last, or first if descending.
         */
        sort_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The elements in order along an axis; NaN comes last, or first if descending.
             * @constant
             */
            op: "sort";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
            /**
             * Descending
             * @description From the largest to the smallest.
             * @default false
             */
            descending?: boolean;
        };
        /**
         * split_node
         * @description A value cut into parts along an axis; the results are the parts, `name:0`, `name:1` and so on.
         */
        split_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A value cut into parts along an axis; the results are the parts, `name:0`, `name:1` and so on.
             * @constant
             */
            op: "split";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Sections
             * @description Number of equal parts, or the length of each part.
             */
            sections: number | number[];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default 0
             */
            axis?: number;
        };
        /**
         * sqrt_node
         * @description Square root; NaN for negative values.
         */
        sqrt_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Square root; NaN for negative values.
             * @constant
             */
            op: "sqrt";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * square_node
         * @description The value times itself.
         */
        square_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value times itself.
             * @constant
             */
            op: "square";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * squared_difference_node
         * @description Square of the difference, (x1 - x2)**2.
         */
        squared_difference_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Square of the difference, (x1 - x2)**2.
             * @constant
             */
            op: "squared_difference";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * squeeze_node
         * @description Axes of length 1 removed.
         */
        squeeze_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Axes of length 1 removed.
             * @constant
             */
            op: "squeeze";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axes of length 1; null for all of them.
             * @default null
             */
            axis?: number | number[] | null;
        };
        /**
         * stack_node
         * @description Values of one shape joined along a new axis.
         */
        stack_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Values of one shape joined along a new axis.
             * @constant
             */
            op: "stack";
            /**
             * Inputs
             * @description any number of arrays: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default 0
             */
            axis?: number;
        };
        /**
         * std_node
         * @description Standard deviation, the square root of the variance, also where that over- or underflows.
         */
        std_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Standard deviation, the square root of the variance, also where that over- or underflows.
             * @constant
             */
            op: "std";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Correction
             * @description Subtracted from the number of elements in the divisor: 1 for a sample.
             * @default 0
             */
            correction?: number;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * stop_gradient_node
         * @description The value as a constant, as far as derivatives are concerned.
         */
        stop_gradient_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value as a constant, as far as derivatives are concerned.
             * @constant
             */
            op: "stop_gradient";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * student_t_log_prob_node
         * @description Log density of Student's t distribution with df degrees of freedom, moved by loc and stretched by
         *     scale.
         */
        student_t_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of Student's t distribution with df degrees of freedom, moved by loc and stretched by
             *     scale.
             * @constant
             */
            op: "student_t_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; df: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * subtract_node
         * @description Difference of two values, element by element.
         */
        subtract_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Difference of two values, element by element.
             * @constant
             */
            op: "subtract";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * sum_node
         * @description Sum over some axes, or over all of them. Booleans and small integers add up as int64.
         */
        sum_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sum over some axes, or over all of them. Booleans and small integers add up as int64.
             * @constant
             */
            op: "sum";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * svd_node
         * @description Singular value decomposition u diag(s) vh, reduced: as many singular values, in descending order, as the
         *     shorter side of x has elements. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
         *     Derivative Results (2008); Seeger et al., Auto-Differentiating Linear Algebra (2017).
         */
        svd_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Singular value decomposition u diag(s) vh, reduced: as many singular values, in descending order, as the
             *     shorter side of x has elements. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
             *     Derivative Results (2008); Seeger et al., Auto-Differentiating Linear Algebra (2017).
             * @constant
             */
            op: "svd";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * svdvals_node
         * @description Singular values of a matrix in descending order, as many as its shorter side has elements.
         */
        svdvals_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Singular values of a matrix in descending order, as many as its shorter side has elements.
             * @constant
             */
            op: "svdvals";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * take_along_axis_node
         * @description The elements at an index of their own for each place, along an axis.
         */
        take_along_axis_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The elements at an index of their own for each place, along an axis.
             * @constant
             */
            op: "take_along_axis";
            /**
             * Inputs
             * @description x: any dtype; indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
        };
        /**
         * take_node
         * @description The slices of a value at some indices of an axis; negative ones count from the end.
         */
        take_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The slices of a value at some indices of an axis; negative ones count from the end.
             * @constant
             */
            op: "take";
            /**
             * Inputs
             * @description x: any dtype; indices: integers
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default 0
             */
            axis?: number;
        };
        /**
         * tan_node
         * @description Tangent.
         */
        tan_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Tangent.
             * @constant
             */
            op: "tan";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * tanh_node
         * @description Hyperbolic tangent.
         */
        tanh_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Hyperbolic tangent.
             * @constant
             */
            op: "tanh";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * tensordot_node
         * @description Product of two values summed over pairs of axes; the others follow in order.
         */
        tensordot_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Product of two values summed over pairs of axes; the others follow in order.
             * @constant
             */
            op: "tensordot";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axes
             * @description How many axes to sum over, the last of the first against the first of the second; or two lists of axes.
             * @default 2
             */
            axes?: number | number[][];
        };
        /**
         * tile_node
         * @description The value repeated whole along its axes.
         */
        tile_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value repeated whole along its axes.
             * @constant
             */
            op: "tile";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Repetitions
             * @description How many times, for each axis.
             */
            repetitions: number[];
        };
        /**
         * top_k_node
         * @description The k largest elements along an axis, the largest first, and their indices.
         */
        top_k_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The k largest elements along an axis, the largest first, and their indices.
             * @constant
             */
            op: "top_k";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * K
             * @description How many.
             */
            k: number;
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default -1
             */
            axis?: number;
        };
        /**
         * trace_node
         * @description Sum of a diagonal of a matrix (the last two axes).
         */
        trace_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Sum of a diagonal of a matrix (the last two axes).
             * @constant
             */
            op: "trace";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Offset
             * @description Which diagonal: 0 the main one, above it positive, below negative.
             * @default 0
             */
            offset?: number;
        };
        /**
         * tril_node
         * @description The lower triangle of a matrix (the last two axes), zeros elsewhere.
         */
        tril_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The lower triangle of a matrix (the last two axes), zeros elsewhere.
             * @constant
             */
            op: "tril";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * K
             * @description Which diagonal bounds it: 0 the main one, above it positive, below negative.
             * @default 0
             */
            k?: number;
        };
        /**
         * triu_node
         * @description The upper triangle of a matrix (the last two axes), zeros elsewhere.
         */
        triu_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The upper triangle of a matrix (the last two axes), zeros elsewhere.
             * @constant
             */
            op: "triu";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * K
             * @description Which diagonal bounds it: 0 the main one, above it positive, below negative.
             * @default 0
             */
            k?: number;
        };
        /**
         * trunc_node
         * @description The value without its fraction: rounded towards 0. Integers stay as they are.
         */
        trunc_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The value without its fraction: rounded towards 0. Integers stay as they are.
             * @constant
             */
            op: "trunc";
            /**
             * Inputs
             * @description x: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * truncated_normal_log_prob_node
         * @description Log density of a normal variable with mean loc and standard deviation scale before it was confined to
         *     the interval from low to high; either bound may be infinite.
         */
        truncated_normal_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of a normal variable with mean loc and standard deviation scale before it was confined to
             *     the interval from low to high; either bound may be infinite.
             * @constant
             */
            op: "truncated_normal_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64; low: floating; integers and booleans are taken as float64; high: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * uniform_log_prob_node
         * @description Log density of the uniform distribution from low to high, both bounds included. It does not change with
         *     x, whose gradient is 0.
         */
        uniform_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the uniform distribution from low to high, both bounds included. It does not change with
             *     x, whose gradient is 0.
             * @constant
             */
            op: "uniform_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; low: floating; integers and booleans are taken as float64; high: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * unstack_node
         * @description The slices of a value along an axis, which the results do not have any more.
         */
        unstack_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description The slices of a value along an axis, which the results do not have any more.
             * @constant
             */
            op: "unstack";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description The axis, negative ones counted from the end.
             * @default 0
             */
            axis?: number;
        };
        /**
         * var_node
         * @description Variance: the mean square of the distance from the mean, in two passes so that nothing cancels. Of complex
         *     values the distance is the modulus.
         */
        var_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Variance: the mean square of the distance from the mean, in two passes so that nothing cancels. Of complex
             *     values the distance is the modulus.
             * @constant
             */
            op: "var";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Correction
             * @description Subtracted from the number of elements in the divisor: 1 for a sample.
             * @default 0
             */
            correction?: number;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
        };
        /**
         * vecdot_node
         * @description Product of vectors along the last axis, summed; the other axes broadcast.
         */
        vecdot_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Product of vectors along the last axis, summed; the other axes broadcast.
             * @constant
             */
            op: "vecdot";
            /**
             * Inputs
             * @description x1: numbers of any dtype; x2: numbers of any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * vector_norm_node
         * @description Norm of the elements over some axes, or over all of them. Neither overflows nor underflows on the
         *     way where the norm itself does not.
         */
        vector_norm_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Norm of the elements over some axes, or over all of them. Neither overflows nor underflows on the
             *     way where the norm itself does not.
             * @constant
             */
            op: "vector_norm";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Axis
             * @description Axis or axes, negative ones counted from the end; null for all.
             * @default null
             */
            axis?: number | number[] | null;
            /**
             * Keepdims
             * @description Keep the reduced axes with length 1.
             * @default false
             */
            keepdims?: boolean;
            /**
             * Ord
             * @description The order p of (sum |x|^p)^(1/p); 'Infinity' for the largest and '-Infinity' for the smallest absolute value, 0 for the number of elements that are not 0.
             * @default 2
             */
            ord?: number | ("Infinity" | "-Infinity");
        };
        /**
         * vjp_node
         * @description A cotangent g of y's shape times the Jacobian of y: the gradient of sum(g * y), with g held fixed.
         */
        vjp_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A cotangent g of y's shape times the Jacobian of y: the gradient of sum(g * y), with g held fixed.
             * @constant
             */
            op: "vjp";
            /**
             * Inputs
             * @description y: any dtype, not promoted with the other operands; x: any dtype, not promoted with the other operands; g: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * von_mises_log_prob_node
         * @description Log density of the von Mises distribution of angles in radians, with mode loc.
         */
        von_mises_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the von Mises distribution of angles in radians, with mode loc.
             * @constant
             */
            op: "von_mises_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; loc: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * weibull_log_prob_node
         * @description Log density of the Weibull distribution, under which (x / scale)**concentration is exponential.
         */
        weibull_log_prob_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Log density of the Weibull distribution, under which (x / scale)**concentration is exponential.
             * @constant
             */
            op: "weibull_log_prob";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; concentration: floating; integers and booleans are taken as float64; scale: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * where_node
         * @description x where the condition is true, y elsewhere.
         */
        where_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x where the condition is true, y elsewhere.
             * @constant
             */
            op: "where";
            /**
             * Inputs
             * @description condition: booleans; numbers count as true where they are not 0; x: any dtype; y: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * while_loop_node
         * @description A function applied to a state as long as a condition holds. The derivative goes back through the
         *     iterations that were really carried out.
         */
        while_loop_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description A function applied to a state as long as a condition holds. The derivative goes back through the
             *     iterations that were really carried out.
             * @constant
             */
            op: "while_loop";
            /**
             * Inputs
             * @description any number of state: any dtype, not promoted with the other operands
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Condition
             * @description A function of the state that returns one boolean.
             */
            condition: string;
            /**
             * Body
             * @description A function of the state that returns the new state.
             */
            body: string;
            /**
             * Max Iterations
             * @description The most iterations: then the state so far is the result. Null for as many as it takes; it is an error if the server's own limit is reached.
             * @default null
             */
            max_iterations?: number | null;
        };
        /**
         * xlog1py_node
         * @description x log(1 + y), and 0 where x is 0.
         */
        xlog1py_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x log(1 + y), and 0 where x is 0.
             * @constant
             */
            op: "xlog1py";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; y: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * xlogy_node
         * @description x log(y), and 0 where x is 0.
         */
        xlogy_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description x log(y), and 0 where x is 0.
             * @constant
             */
            op: "xlogy";
            /**
             * Inputs
             * @description x: floating; integers and booleans are taken as float64; y: floating; integers and booleans are taken as float64
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * zeros_like_node
         * @description Zeros of the shape and dtype of a value.
         */
        zeros_like_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description Zeros of the shape and dtype of a value.
             * @constant
             */
            op: "zeros_like";
            /**
             * Inputs
             * @description x: any dtype
             */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * zeros_node
         * @description An array of zeros.
         */
        zeros_node: {
            name: components["schemas"]["Name"];
            /**
             * Op
             * @description An array of zeros.
             * @constant
             */
            op: "zeros";
            /**
             * Inputs
             * @description Takes no inputs.
             */
            inputs: components["schemas"]["Input"][];
            /**
             * Shape
             * @description The shape of the result.
             */
            shape: number[];
            /**
             * Dtype
             * @description Its dtype; null for float64.
             * @default null
             */
            dtype?: string | null;
        };
        /** @description An array: a number, a boolean, nested lists of them, or an array object. */
        Array: components["schemas"]["Element"] | components["schemas"]["NestedElements"][] | components["schemas"]["ArrayObject"];
        NestedElements: NestedElements;
        /** @description A number, a boolean, or a number that JSON cannot write. */
        Element: number | boolean | ("NaN" | "Infinity" | "-Infinity");
        /** @description An array with its shape and dtype; base64 buffers are little-endian in C order. In JSON buffers a complex number is a pair [real part, imaginary part]. */
        ArrayObject: {
            /**
             * @default array
             * @constant
             */
            object_type?: "array";
            shape: number[];
            /** @enum {unknown} */
            dtype: "bool" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float32" | "float64" | "complex64" | "complex128";
            data: {
                buffer: string | components["schemas"]["NestedElements"];
                /** @enum {unknown} */
                encoding: "base64" | "json";
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    gradient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GradientRequest"];
                "application/cbor": components["schemas"]["GradientRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GradientAnswer"];
                    "application/json+base64": components["schemas"]["GradientAnswer"];
                    "application/cbor": components["schemas"]["GradientAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluateRequest"];
                "application/cbor": components["schemas"]["EvaluateRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluateAnswer"];
                    "application/json+base64": components["schemas"]["EvaluateAnswer"];
                    "application/cbor": components["schemas"]["EvaluateAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    vjp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VjpRequest"];
                "application/cbor": components["schemas"]["VjpRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VjpAnswer"];
                    "application/json+base64": components["schemas"]["VjpAnswer"];
                    "application/cbor": components["schemas"]["VjpAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jvp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JvpRequest"];
                "application/cbor": components["schemas"]["JvpRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JvpAnswer"];
                    "application/json+base64": components["schemas"]["JvpAnswer"];
                    "application/cbor": components["schemas"]["JvpAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jacobian: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JacobianRequest"];
                "application/cbor": components["schemas"]["JacobianRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JacobianAnswer"];
                    "application/json+base64": components["schemas"]["JacobianAnswer"];
                    "application/cbor": components["schemas"]["JacobianAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hessian: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HessianRequest"];
                "application/cbor": components["schemas"]["HessianRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HessianAnswer"];
                    "application/json+base64": components["schemas"]["HessianAnswer"];
                    "application/cbor": components["schemas"]["HessianAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hvp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HvpRequest"];
                "application/cbor": components["schemas"]["HvpRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HvpAnswer"];
                    "application/json+base64": components["schemas"]["HvpAnswer"];
                    "application/cbor": components["schemas"]["HvpAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
                "application/cbor": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GradientAnswer"];
                    "application/json+base64": components["schemas"]["GradientAnswer"];
                    "application/cbor": components["schemas"]["GradientAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckRequest"];
                "application/cbor": components["schemas"]["CheckRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckAnswer"];
                    "application/json+base64": components["schemas"]["CheckAnswer"];
                    "application/cbor": components["schemas"]["CheckAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    minimize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MinimizeRequest"];
                "application/cbor": components["schemas"]["MinimizeRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MinimizeAnswer"];
                    "application/json+base64": components["schemas"]["MinimizeAnswer"];
                    "application/cbor": components["schemas"]["MinimizeAnswer"];
                    "text/event-stream": string;
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateRequest"];
                "application/cbor": components["schemas"]["EstimateRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimateAnswer"];
                    "application/json+base64": components["schemas"]["EstimateAnswer"];
                    "application/cbor": components["schemas"]["EstimateAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    graph: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GraphRequest"];
                "application/cbor": components["schemas"]["GraphRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphAnswer"];
                    "application/json+base64": components["schemas"]["GraphAnswer"];
                    "application/cbor": components["schemas"]["GraphAnswer"];
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    graph_picture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PictureRequest"];
                "application/cbor": components["schemas"]["PictureRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id of the graph or program; a later request may give it as its `graph`. */
                    "Wengert-Graph"?: string;
                    /** @description What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer. */
                    "Server-Timing"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description The message is not an HTTP request. The body is not valid JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No graph of this id is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No acceptable media type. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document does not fit the schema. A value is not an array. The program cannot be read. Unknown operation. Unknown name. Duplicate name. An operation cannot take these operands. A value is not finite. The request exceeds a limit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The head of the request is too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationSummary"][];
                };
            };
        };
    };
    operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name or alias of an operation. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationEntry"];
                };
            };
            /** @description Nothing has this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    problems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorEntry"][];
                };
            };
        };
    };
    problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The last part of a problem's type. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorEntry"];
                };
            };
            /** @description Nothing has this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
}
