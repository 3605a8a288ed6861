def compiled_program(text, specs, max_nodes):
    raise NotImplementedError
