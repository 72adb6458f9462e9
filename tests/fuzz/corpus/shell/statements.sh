set -euo pipefail
A=1 B="x y" cmd --flag "$X" 'lit' a"b"c > out.log 2>&1 || true
a && b || c; d & e
! a | b |& c
cat <<EOF | kubectl apply -f - && echo ok
hello $X `id`
EOF
if grep -q x f; then foo; elif bar; then baz; else qux; fi
for i in 1 2 $(ls); do echo $i; done
while read -r l; do x; done < file
case "$1" in a|b) foo ;; *) bar ;; esac
f() { local z=1; return 0; }
export X=1 Y
X=$(cmd) Z=(a b)
( cd /tmp && ls ) > /dev/null
{ a; b; } || exit 1
[ -f x ] && [[ $a == b* ]] || ((i++))
a && b > f
a | b > g
diff <(a) <(b)
echo ${X:-default} ${Y} $1 $@ "${A[@]}" $((1+2)) {a,b} *.txt \
   next
bash <<'EOF'
 x
EOF
echo `date`
sudo -E env A=b timeout 5 bash -ec 'echo "hi $X"; rm -rf /tmp/x' arg
ssh -i key user@host <<EOF
  cd /srv && git pull
  echo \$HOME
EOF
sh -c "docker login -u \"me\" && docker push x"
cmd1
if [ $? -ne 0 ]; then exit 1; fi
