# Completion of `serve` in bash and zsh, for a serve on the PATH: source it, or put it where bash-completion looks for `serve`.
# In zsh before it: autoload -U +X compinit && compinit; autoload -U +X bashcompinit && bashcompinit
eval "$(serve completion)"
